#include "recommendation_format.hpp"

#include "footfall/http/response.hpp"

namespace footfall::api {
namespace {

constexpr std::string_view javascript_type = "application/javascript; charset=utf-8";
constexpr std::string_view xml_type = "text/xml; charset=utf-8";

constexpr recommendation_format formats[] = {
    {format_family::v2, "json", http::json_type, false, {}, write_json_v2},
    {format_family::v2, "jsonp", javascript_type, true, {}, write_json_v2},
    {format_family::legacy, "json", http::json_type, false, {}, write_json_legacy},
    {format_family::legacy, "jsonp", javascript_type, true, {}, write_json_legacy},
    {format_family::legacy, "xml", xml_type, false, {}, write_xml_legacy},
    {format_family::legacy, "ebljs", javascript_type, true, "show_recommendations", write_json_legacy},
};

}  // namespace

const recommendation_format* find_format(format_family family, std::string_view extension) noexcept {
  for (const auto& each : formats) {
    if (each.family == family && each.extension == extension) return &each;
  }
  return nullptr;
}

}  // namespace footfall::api
