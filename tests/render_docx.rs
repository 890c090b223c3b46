//! The Word renderer.
mod support;

#[test]
fn look() {
    let bytes = factsheet::render::docx::render(&support::look(), &support::theme()).unwrap();
    std::fs::create_dir_all("target/judged").unwrap();
    std::fs::write("target/judged/look.docx", bytes).unwrap();
}
