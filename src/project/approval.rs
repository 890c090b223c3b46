//! `[approval]` → the roles that must speak before an edition is published.

use super::checker::{Checker, fold};
use super::file::RawApproval;
use super::locate::Step;
use super::model::Approval;

/// Checks that there are roles, and that each has a name of its own.
pub(super) fn check_approval(c: &mut Checker<'_>, raw: RawApproval) -> Approval {
    let path = [Step::Key("approval"), Step::Key("roles")];
    if raw.roles.is_empty() {
        c.report(&path, "no role has to approve", "name some, such as \"prosecutor\", or leave [approval] out");
    }
    for (at, role) in raw.roles.iter().enumerate() {
        if role.trim().is_empty() || raw.roles[..at].iter().any(|other| fold(other) == fold(role)) {
            c.report(&path, format!("the role \"{role}\" is blank or stands twice"), "give each role its own name");
        }
    }
    Approval { roles: raw.roles, one_person_several_roles: raw.one_person_several_roles }
}
