//! Approval: what people have to say before an edition is published, of which bytes, and under which rule.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "desk/mod.rs"]
#[allow(unreachable_pub, reason = "shared by test binaries")]
mod desk;
#[path = "support/office.rs"]
mod office;

use desk::{Desk, Silent, has};
use factsheet::batch::{
    Options, Reproduction, VerifyOptions, approve, build, build_and_publish, publish, reproduce, status, verify,
};
use office::*;
use std::fs;

/// The office with roles.
fn strict_office(more: &str) -> Desk {
    let mut desk = office();
    desk.more = format!("[approval]\nroles = [\"prosecutor\", \"public affairs\"]\n{more}");
    desk
}

#[test]
fn approved_bytes_are_published_once_every_role_has_spoken() {
    let desk = strict_office("");
    let _cleanup = Cleanup(&desk);
    let options = published_on(desk.options(DECEMBER), "2025-01-08");
    has(&said(&publish(&options, &Silent).unwrap_err()), &["has not been built"]);
    build(&options, &Silent).unwrap();
    let clean = contents(&desk.path("out/2024-12-31/internal/clean"));
    let draft = desk.edition("public/sheet-2024-12.txt");
    has(&draft, &["DRAFT"]);
    has(&desk.edition("public/summary.txt"), &["DRAFT"]);
    assert!(clean.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("DRAFT")));

    let nobody = publish(&options, &Silent).unwrap_err();
    has(&said(&nobody), &["have not been approved by: prosecutor, public affairs"]);
    assert_eq!(nobody.exit_code(), 1);
    let wrong = approve(&options, "A. Smith", "prosecuter").unwrap_err();
    has(&said(&wrong), &["did you mean \"prosecutor\"?"]);
    assert_eq!(approve(&options, "A. Smith", "prosecutor").unwrap().missing, ["public affairs"]);
    assert!(approve(&options, "a.  smith", "Prosecutor").unwrap().already);
    let same = approve(&options, "A. Smith", "public affairs").unwrap_err();
    has(&said(&same), &["A. Smith has approved these sheets as prosecutor already"]);
    has(&said(&publish(&options, &Silent).unwrap_err()), &["have not been approved by: public affairs"]);
    assert!(approve(&options, "B. Jones", "public affairs").unwrap().missing.is_empty());

    // The exports move on; what was approved does not.
    desk.rows(&ROWS.replace("310.00", "31.00"));
    let done = ok(publish(&options, &Silent));
    assert_eq!((done.revision, done.already, done.report.is_none()), (1, false, true));
    assert_eq!(contents(&desk.path("published/2024-12-31/r1/public")), clean);
    assert!(!desk.path("published/2024-12-31/r1/internal/clean").exists());
    let record = fs::read_to_string(desk.path("published/2024-12-31/r1/internal/publication.json")).unwrap();
    has(&record, &["A. Smith", "B. Jones", "public affairs"]);
    assert!(ok(publish(&options, &Silent)).already);
    let found = reproduce(&options, "2024-12", &Silent).unwrap();
    assert!(matches!(found, Reproduction::SameBytes { .. }), "{found:?}");
}

#[test]
fn a_rebuild_keeps_the_voices_for_the_same_bytes_and_voids_them_for_others() {
    let desk = strict_office("");
    let _cleanup = Cleanup(&desk);
    let options = desk.options(DECEMBER);
    build(&options, &Silent).unwrap();
    approve(&options, "A. Smith", "prosecutor").unwrap();
    build(&options, &Silent).unwrap();
    assert!(approve(&options, "A. Smith", "prosecutor").unwrap().already);
    desk.rows(&ROWS.replace("310.00", "31.00"));
    build(&options, &Silent).unwrap();
    has(&said(&publish(&options, &Silent).unwrap_err()), &["approved by: prosecutor, public affairs"]);
    let state = status(&options, None, None).unwrap().working.remove(0).state;
    assert_eq!(state, "awaits approval by: prosecutor, public affairs");
}

#[test]
fn sheets_that_were_changed_after_they_were_built_are_neither_approved_nor_published() {
    for touched in ["internal/clean/sheet-2024-12.txt", "public/sheet-2024-12.txt", "internal/clean/more.txt"] {
        let desk = strict_office("one_person_several_roles = true\n");
        let _cleanup = Cleanup(&desk);
        let options = desk.options(DECEMBER);
        build(&options, &Silent).unwrap();
        approve(&options, "A. Smith", "prosecutor").unwrap();
        approve(&options, "A. Smith", "public affairs").unwrap();
        fs::write(desk.path("out/2024-12-31").join(touched), "typed by hand").unwrap();
        has(&said(&approve(&options, "B. Jones", "prosecutor").unwrap_err()), &["not as it was built", touched]);
        has(&said(&publish(&options, &Silent).unwrap_err()), &["not as it was built", touched]);
        assert!(!desk.path("published").exists());
    }
}

#[test]
fn what_was_approved_under_a_laxer_rule_does_not_count_under_a_stricter_one() {
    let mut desk = strict_office("one_person_several_roles = true\n");
    let options = desk.options(DECEMBER);
    build(&options, &Silent).unwrap();
    approve(&options, "A. Smith", "prosecutor").unwrap();
    approve(&options, "A. Smith", "public affairs").unwrap();
    desk.more = desk.more.replace("one_person_several_roles = true", "one_person_several_roles = false");
    let options = desk.options(DECEMBER);
    build(&options, &Silent).unwrap();
    has(&said(&publish(&options, &Silent).unwrap_err()), &["approved by: prosecutor, public affairs"]);
    // A role that was added since must speak too.
    approve(&options, "A. Smith", "prosecutor").unwrap();
    approve(&options, "B. Jones", "public affairs").unwrap();
    desk.more = desk.more.replace("\"public affairs\"]", "\"public affairs\", \"records\"]");
    let options = desk.options(DECEMBER);
    has(
        &said(&publish(&options, &Silent).unwrap_err()),
        &["asks for other roles than when the edition 2024-12-31 was built"],
    );
    assert!(!desk.path("published").exists());
    // Its sheets are drafts, and no copy of them may be given out.
    let verify_it = VerifyOptions {
        project: options,
        files: vec![desk.path("out/2024-12-31/public/sheet-2024-12.txt")],
        ..VerifyOptions::default()
    };
    assert!(!verify(&verify_it).unwrap()[0].passed);
}

#[test]
fn a_revision_is_approved_as_the_revision_that_it_is() {
    let desk = strict_office("one_person_several_roles = true\n");
    let _cleanup = Cleanup(&desk);
    let options = desk.options(DECEMBER);
    let publish_it = |options: &Options| {
        build(options, &Silent).unwrap();
        approve(options, "A. Smith", "prosecutor").unwrap();
        approve(options, "A. Smith", "public affairs").unwrap();
        ok(publish(options, &Silent))
    };
    publish_it(&options);
    let words = corrected(options.clone(), "2025-02-03", "One value was too high.");
    desk.rows(&ROWS.replace("310.00", "31.00"));
    build(&words, &Silent).unwrap();
    let other = corrected(options.clone(), "2025-02-03", "Nothing.");
    has(&said(&publish(&other, &Silent).unwrap_err()), &["--correction is not what the approved sheets say"]);
    assert_eq!(publish_it(&words).revision, 2);
    let sheet = fs::read_to_string(desk.path("published/2024-12-31/r2/public/sheet-2024-12.txt")).unwrap();
    has(&sheet, &["revision 2", "Correction: One value was too high."]);
}

#[test]
fn a_scheduled_run_in_an_office_with_roles_builds_and_waits() {
    let desk = strict_office("");
    let _cleanup = Cleanup(&desk);
    let error = build_and_publish(&desk.options(DECEMBER), &Silent).unwrap_err();
    has(&said(&error), &["have not been approved by"]);
    assert!(desk.path("out/2024-12-31/internal/clean").is_dir() && !desk.path("published").exists());
}

#[test]
fn a_role_without_a_name_is_refused_with_its_line() {
    let mut desk = office();
    desk.more = "[approval]\nroles = [\"prosecutor\", \"Prosecutor\"]\n".to_owned();
    let error = build(&desk.options(DECEMBER), &Silent).unwrap_err();
    has(&said(&error), &["factsheet.toml:", "\"Prosecutor\" is blank or stands twice"]);
}
