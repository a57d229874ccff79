"""Packages of the Open Packaging Conventions (ECMA-376 part 2): the zip files that .docx files are."""

from workbench.documents.archive import Archive

CONTENT_TYPES = "[Content_Types].xml"


class Package(Archive):
    """An OPC package in memory, checked when it is opened."""

    what = "a Word document"

    def part_names(self, content_type_end: str) -> list[str]:
        """The parts whose content type ends so, sorted by name."""
        types = self.xml(CONTENT_TYPES).getroot()
        overrides = [element for element in types if element.get("ContentType", "").endswith(content_type_end)]
        names = {element.get("PartName", "").lstrip("/") for element in overrides}
        return sorted(names.intersection(self.names()))
