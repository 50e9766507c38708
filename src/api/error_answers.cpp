#include "error_answers.hpp"

#include "api/xml_text.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/utf8.hpp"

#include <array>
#include <string>

namespace footfall::api {
namespace {

struct error_answer {
  error code;
  int status;
  bool try_again = false;  // the cause may pass by itself: Retry-After
};

constexpr std::array answers{
    error_answer{error::bad_parameter, 400},
    error_answer{error::missing_parameter, 400},
    error_answer{error::bad_request, 400},
    error_answer{error::unauthorized, 401},
    error_answer{error::forbidden, 403},
    error_answer{error::unknown_customer, 404},
    error_answer{error::unknown_event, 404},
    error_answer{error::unknown_scenario, 404},
    error_answer{error::unknown_model, 404},
    error_answer{error::not_found, 404},
    error_answer{error::method_not_allowed, 405},
    error_answer{error::nothing_possible, 409},
    error_answer{error::timed_out, 408},
    error_answer{error::target_too_long, 414},
    error_answer{error::headers_too_large, 431},
    error_answer{error::body_too_large, 413},
    error_answer{error::unsupported_encoding, 501},
    error_answer{error::queue_full, 503, true},
    error_answer{error::store_failed, 503, true},
    error_answer{error::too_many_requests, 429, true},
    error_answer{error::not_ready, 503, true},
    error_answer{error::bad_configuration, 500},
    error_answer{error::io_failed, 500},
    error_answer{error::internal, 500},
};

constexpr bool in_order_of_enumeration() {
  for (std::size_t index = 0; index < answers.size(); ++index) {
    if (static_cast<std::size_t>(answers[index].code) != index + 1) return false;
  }
  return true;
}
static_assert(in_order_of_enumeration());
static_assert(answers.size() == static_cast<std::size_t>(error::internal));

constexpr const error_answer& answer_for(error code) { return answers[static_cast<std::size_t>(code) - 1]; }

std::string_view path_of(const http::request& question) {
  return std::string_view(question.raw_target).substr(0, question.raw_target.find('?'));
}

// What the message shows of a request may have been cut within a character.
std::string text_of(const failure& why) {
  std::string text;
  text::append_as_utf8(text, sentence_of(why));
  return text;
}

void begin_fault(const failure& why, http::response& out) {
  const auto& row = answer_for(why.code());
  out.clear();
  out.status = row.status;
  if (row.try_again) out.set("Retry-After", "1");
  if (why.code() == error::unauthorized)
    out.set("WWW-Authenticate", "Basic realm=\"footfall\", charset=\"UTF-8\"");
}

}  // namespace

int status_of(error code) noexcept { return answer_for(code).status; }

std::string_view sentence_of(const failure& why) noexcept {
  return why.code() == error::store_failed ? "events cannot be stored at the moment: try again"
                                           : std::string_view(why.detail());
}

void write_fault(const failure& why, const http::request& question, http::response& out) {
  const auto path = path_of(question);
  if (path.ends_with(".json") || path.ends_with(".jsonp")) return write_json_fault(why, question, out);
  if (path.ends_with(".xml")) return write_xml_fault(why, question, out);
  begin_fault(why, out);
  out.content_type = "text/plain; charset=utf-8";
  out.body.append(text_of(why)).push_back('\n');
}

void write_xml_fault(const failure& why, const http::request&, http::response& out) {
  begin_fault(why, out);
  out.content_type = "text/xml; charset=utf-8";
  out.body.append(R"(<?xml version="1.0" encoding="UTF-8"?><fault>)");
  append_xml_element(out.body, "code", name_of(why.code()));
  append_xml_element(out.body, "message", text_of(why));
  out.body.append("</fault>");
}

void write_json_fault(const failure& why, const http::request&, http::response& out) {
  begin_fault(why, out);
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.field("faultCode", name_of(why.code()));
  json.field("faultMessage", sentence_of(why));
  json.key("faultDetail");
  json.open_object();
  json.field("message", sentence_of(why));
  json.close_object();
  json.close_object();
}

}  // namespace footfall::api
