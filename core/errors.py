"""What can go wrong in a way that a person can act on; the web layer maps each to one answer."""

from collections.abc import Mapping
from typing import Any


class DomainError(Exception):
    """A refusal with a code for machines and a Dutch sentence (a msgid) for people.

    ``params`` fill the ``%(name)s`` places of the message after it has been translated;
    ``fields`` holds one sentence per form field.
    """

    code = "error"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        fields: Mapping[str, str] | None = None,
        **params: Any,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.fields = dict(fields or {})
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class BadQuery(DomainError):
    """An address asks for what does not exist: an unknown filter value, a foreign page key."""

    code = "bad_query"

    def __init__(self, message: str, *, possible: tuple[str, ...] = (), **params: Any) -> None:
        super().__init__(message, **params)
        self.possible = possible


class NotFound(DomainError):
    """No such thing, or nothing that this visitor may know of."""

    code = "not_found"


class Gone(DomainError):
    """It existed under this address and is no longer shown."""

    code = "gone"

    def __init__(
        self, message: str, *, instead: tuple[tuple[str, str], ...] = (), **params: Any
    ) -> None:
        """``instead``: names and paths of what there still is."""
        super().__init__(message, **params)
        self.instead = instead


class Moved(DomainError):
    """The thing lives at another address now; ``location`` is its path."""

    code = "moved"

    def __init__(self, location: str) -> None:
        super().__init__("Deze pagina is verhuisd.")
        self.location = location


class LoginNeeded(DomainError):
    """Only who is logged in may see this; ``location`` is the login page that leads back here."""

    code = "login_needed"

    def __init__(self, location: str) -> None:
        super().__init__("Log in om deze pagina te zien.")
        self.location = location


class Forbidden(DomainError):
    """The account may not do this here."""

    code = "forbidden"


class Conflict(DomainError):
    """Somebody else was first, or the thing is not in the state that was expected."""

    code = "conflict"


class Invalid(DomainError):
    """What was typed or sent cannot be used; ``fields`` says where."""

    code = "invalid"


class TooMany(DomainError):
    """The limit of requests in a window is reached; ``retry_after`` in seconds."""

    code = "too_many"

    def __init__(self, message: str, *, retry_after: int, **params: Any) -> None:
        super().__init__(message, **params)
        self.retry_after = retry_after


class Unavailable(DomainError):
    """The service cannot answer now and a later try will do."""

    code = "unavailable"


class ConfigurationError(DomainError):
    """The installation is not right; the sentence says what to do. For administrators only."""

    code = "configuration"


class PluginError(ConfigurationError):
    """A plugin breaks the contract; names plugin and remedy."""

    code = "plugin"

    def __init__(self, plugin: str, problem: str, remedy: str) -> None:
        super().__init__(f"Plugin '{plugin}': {problem} Remedy: {remedy}")
        self.plugin, self.problem, self.remedy = plugin, problem, remedy
