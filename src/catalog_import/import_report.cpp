// Reasons as sentences.
#include "footfall/catalog_import/import_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace footfall::catalog_import {

namespace {

struct reason_row {
  std::string_view reason, sentence;
};

// What is wrong, and what would be right.
constexpr reason_row reason_rows[] = {
    {"ambiguous-date", "day and month cannot be told apart: write 2026-01-31"},
    {"ambiguous-price", "the sign may group thousands or begin the cents: write 1299.00, or set decimal"},
    {"bad-date", "not a date: write 2026-01-31T12:00:00Z"},
    {"bad-id", "not a possible id: at most 255 bytes, no backslash; a number from 1 without string ids"},
    {"bad-number", "not a number"},
    {"bad-price", "not a price: write 12.99 EUR"},
    {"bad-type", "not an item type: a number from 1 to 2147483647"},
    {"bad-url", "not an http(s) address; relative ones need base_url"},
    {"currency-mismatch", "the sale price has another currency than the price"},
    {"damaged-id", "a spreadsheet has rounded the id: export it as text"},
    {"damaged-number", "a spreadsheet has rounded the number: export it as text"},
    {"duplicate-column", "the column is there twice: the first counts"},
    {"duplicate-id", "the id was there before, at the line given: the later record counts"},
    {"empty-file", "the file is empty"},
    {"entity-declaration", "the document declares an entity: leave the DOCTYPE's declarations out"},
    {"html-page", "this is a web page, perhaps of a login or an error, and no feed"},
    {"ids-not-unique", "most ids repeat: this column is not the id"},
    {"ids-unknown",
     "the feed has hardly any of the ids that pages track: is this the column that they send?"},
    {"missing-column", "the mapping names a column that is not there"},
    {"missing-id", "the record has no id"},
    {"mostly-refused", "most records were refused"},
    {"net-price", "no tax rate is set for this class: taken without tax"},
    {"no-id-column", "no column has a known name of an id: say which with --map id=COLUMN"},
    {"no-items", "there is no record"},
    {"no-product-file", "the archive has no product_full file"},
    {"not-valid", "the document does not fit the schema"},
    {"not-well-formed", "the document is not well-formed; a bare & is written &amp;"},
    {"price-range", "a range of prices: the lowest is taken"},
    {"sale-not-lower", "the sale price is above the price"},
    {"short-record", "columns are missing at the end"},
    {"shrunk", "far fewer items than last time: --allow-shrink if that is right"},
    {"too-deep", "elements are nested too deep, or too large"},
    {"too-large", "the feed is too large"},
    {"too-long", "the text is too long"},
    {"too-many-fields", "more columns than the header: a separator inside a field?"},
    {"truncated", "the packed file ends too early"},
    {"unclosed-quote", "a quote is never closed"},
    {"unknown-availability", "a word that is not known: taken as available"},
    {"unknown-category", "the category is not there, or is in a circle"},
    {"unknown-currency", "not a currency of ISO 4217"},
    {"unknown-encoding", "an encoding that is not known"},
    {"unknown-format", "a format that is not known"},
    {"unknown-parent", "the product that this belongs to is not there"},
    {"unknown-product", "the product is not there"},
    {"zero-price", "the price is zero"},
};

}  // namespace

std::string to_sentence(std::string_view file, const remark& which) {
  const auto* const row = std::find_if(std::begin(reason_rows), std::end(reason_rows),
                                       [&](const reason_row& each) { return each.reason == which.reason; });
  std::string sentence(file);
  if (which.place != "0") sentence += fmt::format(":{}", which.place);
  if (which.field != "file" && which.field != "record") sentence += fmt::format(": {}", which.field);
  if (!which.value.empty()) sentence += fmt::format(": \"{}\"", which.value);
  if (!which.item.empty()) sentence += fmt::format(" of item \"{}\"", which.item);
  if (row != std::end(reason_rows)) sentence += fmt::format(": {}", row->sentence);
  return sentence + fmt::format(" ({})", which.reason);
}

}  // namespace footfall::catalog_import
