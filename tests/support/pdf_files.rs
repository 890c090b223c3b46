//! What must hold for every PDF that a test makes; the file is left in `target/judged` for judges outside.

#![allow(unreachable_pub, reason = "shared by test binaries, of which none is a library")]

use factsheet::render::pdf::read;
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

/// Checks a file and keeps it under that name.
pub fn keep(name: &str, bytes: &[u8]) {
    let folder = super::support::root().join("target/judged");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.pdf")), bytes).unwrap();
    assert_eq!(read::check(bytes).unwrap(), Vec::<String>::new());
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA3a] {
        let report = validate_pdf_bytes(bytes, &ValidationOptions::default().profile(profile)).unwrap();
        let failures: Vec<_> = report.failures.iter().map(|f| format!("{}: {}", f.rule_id, f.message)).collect();
        assert!(report.is_compliant, "{name}, {profile}: {failures:?}");
    }
}
