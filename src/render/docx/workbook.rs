//! A chart's data → the workbook inside the Word file, which Word opens for "Edit Data".

use super::labels::Datum;
use crate::render::RenderError;
use crate::value::Day;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

/// The name of its only sheet, which the chart's references begin with.
pub(super) const SHEET: &str = "Data";

/// The workbook: categories in column A, the series in column B.
pub(super) fn workbook(series: &str, data: &[Datum], day: Day) -> Result<Vec<u8>, RenderError> {
    write(series, data, day)
        .map_err(|error| RenderError::Content(format!("a chart's workbook cannot be made: {error}")))
}

fn write(series: &str, data: &[Datum], day: Day) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    let created = ExcelDateTime::from_ymd(
        u16::try_from(day.year()).unwrap_or(1980),
        part(day.month()),
        part(day.day_of_month()),
    )?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = workbook.add_worksheet().set_name(SHEET)?;
    sheet.set_column_width(0, 28)?.write_string(0, 1, series)?;
    for (row, datum) in (1_u32..).zip(data) {
        sheet.write_string(row, 0, &datum.category)?;
        // `labels` has checked that this decimal text is what the cell's number is written as.
        if let Some(number) = datum.number.as_deref().and_then(|text| text.parse::<f64>().ok()) {
            let format = Format::new().set_num_format(datum.format.as_deref().unwrap_or("General"));
            sheet.write_number_with_format(row, 1, number, &format)?;
        }
    }
    workbook.save_to_buffer()
}
