#include "api/richrelevance/answers.hpp"

#include "api/error_answers.hpp"
#include "api/recommendation/recommendation_query.hpp"
#include "api/richrelevance/endpoints.hpp"
#include "footfall/text/json_writer.hpp"

namespace footfall::api::richrelevance {
namespace {

// As the documents show them; identity travels in parameters, so that any origin may ask.
void add_fields(http::response& out) {
  out.set("Set-Cookie", "m=1;Path=/");
  out.set("Expires", "Thu, 01 Jan 1970 00:00:00 GMT");
  out.set("Vary", "Accept-Encoding");
  out.set("Access-Control-Allow-Methods", "GET, OPTIONS, POST");
  out.set("Access-Control-Allow-Credentials", "true");
  out.set("Access-Control-Allow-Headers",
          "Content-Type, Access-Control-Request-Method, Access-Control-Request-Headers, Authorization, "
          "X-Requested-With");
}

// Of what the client has sent: pages read the body and nothing else.
bool is_about_the_call(int status) { return status >= 400 && status < 500 && status != 429 && status != 408; }

}  // namespace

// What libraries of pages add to an address names a function and nothing else.
result<std::string_view> read_jsonp(const call_parameters& sent) {
  const auto wanted = sent.flag("jsonp", !sent.find("callback").empty());
  if (!wanted) return wanted.error();
  if (!*wanted) return std::string_view();
  for (const auto* const name : {"jcp", "jcb", "callback", "jsonpCallback"})
    if (const auto function = sent.find(name); !function.empty()) {
      if (is_callback(function)) return function;
      return failure{
          error::bad_parameter,
          std::string(name) + ": expected the name of a function or method, at most 128 characters"};
    }
  return std::string_view("jsonpCallback");
}

void finish(std::string_view callback, http::response& out) {
  add_fields(out);
  out.content_type = "application/json;charset=utf-8";
  if (callback.empty()) return;
  out.content_type = "application/javascript;charset=utf-8";
  out.set("X-Content-Type-Options", "nosniff");
  out.body.insert(0, std::string(callback) + "(");
  out.body.push_back(')');
}

void write_page_fault(const failure& why, const http::request& question, http::response& out) {
  write_json_fault(why, question, out);
  std::erase_if(out.fields, [](const auto& field) { return field.first == "WWW-Authenticate"; });
  out.body.clear();
  if (is_about_the_call(out.status)) out.status = 200;
  text::json_writer json(out.body);
  json.open_object();
  json.field("errormessage", sentence_of(why));
  json.field("status", "error");
  json.close_object();
  call_parameters sent;
  const auto callback = sent.read(question) ? read_jsonp(sent) : result<std::string_view>(std::string_view());
  finish(callback ? *callback : std::string_view(), out);
}

result<void> page_options(const endpoint_call&, http::response& out) {
  finish({}, out);
  out.content_type = {};
  out.set("Allow", "GET, OPTIONS, POST");
  return {};
}

}  // namespace footfall::api::richrelevance
