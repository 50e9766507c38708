#include "recommendation_format.hpp"

namespace footfall::api {
namespace {

constexpr std::string_view json = "application/json; charset=utf-8";
constexpr std::string_view javascript = "application/javascript; charset=utf-8";

constexpr std::string_view xml = "application/xml; charset=utf-8";

constexpr recommendation_format formats[] = {
    {format_family::v2, "json", json, false, {}, write_json_v2},
    {format_family::v2, "jsonp", javascript, true, {}, write_json_v2},
    {format_family::legacy, "json", json, false, {}, write_json_legacy},
    {format_family::legacy, "jsonp", javascript, true, {}, write_json_legacy},
    {format_family::legacy, "xml", xml, false, {}, write_xml_legacy},
    {format_family::legacy, "ebljs", javascript, true, "show_recommendations", write_json_legacy},
};

}  // namespace

const recommendation_format* find_format(format_family family, std::string_view extension) noexcept {
  for (const auto& each : formats) {
    if (each.family == family && each.extension == extension) return &each;
  }
  return nullptr;
}

}  // namespace footfall::api
