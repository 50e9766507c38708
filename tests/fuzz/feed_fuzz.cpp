// Any bytes as a feed, of whatever format they look like: no crash; what is taken is written and read back as
// it is, and what is refused says why.
#include "footfall/catalog_import/read_feed.hpp"
#include "fuzz/written_item.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace footfall;

void check_remark(const catalog_import::remark& which) {
  if (which.reason.empty() || catalog_import::to_sentence("feed", which).empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  catalog_import::feed_settings settings;
  settings.unpacked_bytes_max = 1U << 20U;  // a bomb is refused sooner
  settings.string_ids = size % 2 == 0;
  settings.base_url = "https://shop.example/";
  const auto read = catalog_import::read_feed({reinterpret_cast<const char*>(data), size}, settings);
  for (const auto& each : read.items) fuzz::check_written_again(each);
  for (const auto& each : read.report.refusals) check_remark(each);
  for (const auto& each : read.report.warnings) check_remark(each);
  if (read.report.verdict) check_remark(*read.report.verdict);
  std::string report;
  catalog_import::append_json(report, read.report);
  if (report.empty()) std::abort();
  return 0;
}
