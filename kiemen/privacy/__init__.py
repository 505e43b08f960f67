"""Who may see what: audiences, the minimum group size, what may be published, and pseudonyms."""

from kiemen.privacy.audiences import AUDIENCES, MINIMUM_GROUP, check_audience
from kiemen.privacy.pseudonyms import pseudonym, pseudonymise, read_key, reidentify, write_key
from kiemen.privacy.small_groups import derivable_groups, publishable_groups, safe_group_means
from kiemen.privacy.uniqueness import check_uniqueness

__all__ = [
    "AUDIENCES",
    "MINIMUM_GROUP",
    "check_audience",
    "check_uniqueness",
    "derivable_groups",
    "pseudonym",
    "pseudonymise",
    "publishable_groups",
    "read_key",
    "reidentify",
    "safe_group_means",
    "write_key",
]
