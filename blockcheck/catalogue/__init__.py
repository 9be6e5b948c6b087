"""What is known of libraries: which calls block, what calls return, where a library runs the callables it is given."""

from blockcheck.catalogue.callee import Callee
from blockcheck.catalogue.load import RuleError, load_codes, rules_folder
from blockcheck.catalogue.lookup import Catalogue, load_catalogue
from blockcheck.catalogue.store import Describe
from blockcheck.catalogue.types import TypeExpr

__all__ = [
    "Callee",
    "Catalogue",
    "Describe",
    "RuleError",
    "TypeExpr",
    "load_catalogue",
    "load_codes",
    "rules_folder",
]
