//! The PDF renderer, seen from outside.
mod support;
use factsheet::render::Attachment;
use factsheet::render::pdf::PdfRenderer;

#[test]
fn look() {
    let renderer = PdfRenderer::new(&support::theme(), &support::fonts()).unwrap();
    let csv = Attachment { name: "figures.csv".into(), media_type: "text/csv".into(), description: "Figures".into(), bytes: b"a,b\n1,2\n".to_vec() };
    let bytes = renderer.render(&support::look(), &[csv]).unwrap();
    std::fs::create_dir_all(support::root().join("target/judged")).unwrap();
    std::fs::write(support::root().join("target/judged/look.pdf"), &bytes).unwrap();
    eprintln!("{} bytes", bytes.len());
}
