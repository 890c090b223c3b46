//! A chart's data → the workbook inside the Word file, which Word opens for "Edit Data".

use super::labels::SeriesData;
use crate::render::RenderError;
use crate::value::Day;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

/// The name of its only sheet, which the chart's references begin with.
pub(super) const SHEET: &str = "Data";

/// The workbook: categories in column A, each series in a column of its own.
pub(super) fn workbook(data: &[SeriesData], day: Day) -> Result<Vec<u8>, RenderError> {
    write(data, day).map_err(|error| RenderError::Content(format!("a chart's workbook cannot be made: {error}")))
}

/// The letter of a series' column.
pub(super) fn column(series: usize) -> char {
    u8::try_from(series).ok().filter(|at| *at < 25).map_or('Z', |at| char::from(b'B' + at))
}

fn write(data: &[SeriesData], day: Day) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    let created = ExcelDateTime::from_ymd(
        u16::try_from(day.year()).unwrap_or(1980),
        part(day.month()),
        part(day.day_of_month()),
    )?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = workbook.add_worksheet().set_name(SHEET)?;
    sheet.set_column_width(0, 28)?;
    for (row, datum) in (1_u32..).zip(data.iter().take(1).flat_map(|series| &series.points)) {
        sheet.write_string(row, 0, &datum.category)?;
    }
    for (column, series) in (1_u16..).zip(data) {
        sheet.write_string(0, column, &series.name)?;
        for (row, datum) in (1_u32..).zip(&series.points) {
            // `labels` has checked that this decimal text is what the cell's number is written as.
            if let Some(number) = datum.number.as_deref().and_then(|text| text.parse::<f64>().ok()) {
                let format = Format::new().set_num_format(datum.format.as_deref().unwrap_or("General"));
                sheet.write_number_with_format(row, column, number, &format)?;
            }
        }
    }
    workbook.save_to_buffer()
}
