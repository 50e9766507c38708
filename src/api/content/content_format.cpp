#include "api/content/content_format.hpp"

#include "api/error_answers.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/number.hpp"

namespace footfall::api {

bool wants_json(const http::request& question) noexcept {
  if (const auto format = question.target.find("format"); !format.empty())
    return text::equal_without_case(format, "json");
  if (const auto type = question.field("Content-Type"); !type.empty())
    return type.find("json") != std::string_view::npos;
  return question.field("Accept").find("json") != std::string_view::npos;
}

void write_content_fault(const failure& why, const http::request& question, http::response& out) {
  if (wants_json(question))
    write_json_fault(why, question, out);
  else
    write_xml_fault(why, question, out);
}

void write_accepted(std::string_view name, std::size_t count, const std::vector<std::string>& warnings,
                    http::response& out) {
  out.status = 202;
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.field(name, count);
  if (!warnings.empty()) {
    json.key("warnings");
    json.open_array();
    for (const auto& each : warnings) json.value(each);
    json.close_array();
  }
  json.close_object();
}

}  // namespace footfall::api
