"""People: names, roles, passwords; and who may be served without them."""

import base64
import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from workbench.errors import UsageError
from workbench.review.errors import NotAllowed
from workbench.store.columns import now
from workbench.store.database import Store
from workbench.store.tables import Member, User

#: scrypt (RFC 7914) as OWASP's password storage cheat sheet has it: 32 MiB and about a tenth of a second a guess.
_COST, _BLOCK, _PARALLEL = 2**15, 8, 3
_MEMORY = 64 * 2**20
SHORTEST_PASSWORD = 8
LONGEST_NAME = 80
#: So many wrong passwords lock an account for a while.
MOST_FAILURES, LOCKED_FOR = 5, timedelta(minutes=1)


class Role(StrEnum):
    """What a person may do; each role may do what those before it may."""

    TRANSLATOR = "translator"
    EDITOR = "editor"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in. ``name`` is what the history shows."""

    name: str
    role: Role

    def must_be(self, role: Role, to: str) -> None:
        """Raise NotAllowed unless the person has that role or a higher one; ``to`` says in words what is done."""
        order = list(Role)
        if order.index(self.role) < order.index(role):
            raise NotAllowed(f"{self.name} may not {to}: that takes the role {role}")


def local_person(name: str = "local") -> Person:
    """The one person of a server without accounts, on the loopback address."""
    return Person(name, Role.ADMIN)


def add_user(store: Store, name: str, password: str, role: Role) -> Person:
    """Make an account. Raises UsageError for a name that is empty, too long or taken, and for a short password."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UsageError(f"a name has 1 to {LONGEST_NAME} printable characters")
    password_hash = _new_hash(password)
    try:
        with store.write() as session:
            session.add(User(name=name, role=role.value, password_hash=password_hash))
            session.flush()
    except IntegrityError:
        raise UsageError(f"there is an account of the name {name!r} already") from None
    return Person(name, role)


def sign_in(store: Store, name: str, password: str) -> Person | None:
    """The person with that name and password; None if there is no such account or the password is another.

    Raises NotAllowed where the password was wrong too often, for as long as LOCKED_FOR.
    """
    with store.read() as session:
        user = session.scalar(select(User).where(User.name == name.strip()))
    if user and user.locked_until and user.locked_until > now():
        raise NotAllowed("the password was wrong too often; try again in a minute")
    # A name that does not exist takes as long as a wrong password, so that names cannot be found out.
    is_right = _verify(password, user.password_hash if user else _DUMMY)
    if user is None:
        return None
    if user.failures or not is_right:
        _count_attempt(store, user.id, is_right)
    return Person(user.name, Role(user.role)) if is_right else None


def _count_attempt(store: Store, user_id: int, is_right: bool) -> None:
    with store.write() as session:
        user = session.get(User, user_id, with_for_update=True)
        if user is not None:
            user.failures = 0 if is_right else user.failures + 1
            user.locked_until = now() + LOCKED_FOR if user.failures >= MOST_FAILURES else None


def person_named(store: Store, name: str) -> Person | None:
    """The person of an account, with the role that it has now; None if the account is gone."""
    with store.read() as session:
        user = session.scalar(select(User).where(User.name == name))
    return Person(user.name, Role(user.role)) if user else None


def people(store: Store) -> list[Person]:
    """All accounts, by name."""
    with store.read() as session:
        return [Person(user.name, Role(user.role)) for user in session.scalars(select(User).order_by(User.name))]


def set_password(store: Store, name: str, password: str) -> None:
    """Change a password. Raises UsageError for a short one, and if there is no such account."""
    password_hash = _new_hash(password)
    with store.write() as session:
        _user(session.scalar(select(User).where(User.name == name)), name).password_hash = password_hash


def set_role(store: Store, name: str, role: Role) -> None:
    """Change a role. Raises UsageError if there is no such account, or it is the last administrator's."""
    with store.write() as session:
        user = _user(session.scalar(select(User).where(User.name == name)), name)
        if role is not Role.ADMIN:
            _keep_an_admin(user, session.scalar(_ADMINS) or 0)
        user.role = role.value


def remove_user(store: Store, name: str) -> None:
    """Remove an account; what the person did stays in the history. Raises UsageError as ``set_role``."""
    with store.write() as session:
        user = _user(session.scalar(select(User).where(User.name == name)), name)
        _keep_an_admin(user, session.scalar(_ADMINS) or 0)
        for member in session.scalars(select(Member).where(Member.name == name)):
            session.delete(member)
        session.delete(user)


def has_accounts(store: Store) -> bool:
    """Whether people must sign in: as soon as there is one account."""
    with store.read() as session:
        return bool(session.scalar(select(func.count()).select_from(User)))


def check_address(store: Store, host: str) -> None:
    """Raise UsageError if ``host`` can be reached from other machines and anybody there could do anything."""
    if not is_loopback(host) and not has_accounts(store):
        raise UsageError(
            f"--host {host} can be reached from other machines, and there are no accounts: everybody there could read "
            "and change everything; make accounts first (`workbench people add NAME --role admin`), or serve on "
            "127.0.0.1"
        )


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine only; a name other than localhost is not taken for one."""
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0]).is_loopback
    except ValueError:
        return host.lower() == "localhost"


_ADMINS = select(func.count()).select_from(User).where(User.role == Role.ADMIN.value)


def _user(found: User | None, name: str) -> User:
    if found is None:
        raise UsageError(f"there is no account of the name {name!r}")
    return found


def _keep_an_admin(user: User, admins: int) -> None:
    if user.role == Role.ADMIN and admins < 2:
        raise UsageError(f"{user.name} is the last administrator; make another one first")


def _new_hash(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise UsageError(f"a password has at least {SHORTEST_PASSWORD} characters")
    return _hash(password, secrets.token_bytes(16), _COST, _BLOCK, _PARALLEL)


def _hash(password: str, salt: bytes, cost: int, block: int, parallel: int) -> str:
    """``scrypt$cost$block$parallel$salt$key``, with what was used, so that it can be raised later."""
    text = password.encode("utf-8", "surrogatepass")
    key = hashlib.scrypt(text, salt=salt, n=cost, r=block, p=parallel, maxmem=_MEMORY)
    return f"scrypt${cost}${block}${parallel}${base64.b64encode(salt).decode()}${base64.b64encode(key).decode()}"


def _verify(password: str, password_hash: str) -> bool:
    _, cost, block, parallel, salt, _ = password_hash.split("$")
    found = _hash(password, base64.b64decode(salt), int(cost), int(block), int(parallel))
    return hmac.compare_digest(found, password_hash)


_DUMMY = f"scrypt${_COST}${_BLOCK}${_PARALLEL}${base64.b64encode(bytes(16)).decode()}$"
