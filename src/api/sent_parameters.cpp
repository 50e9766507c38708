// Query, form and JSON object to one list of names and values.
#include "sent_parameters.hpp"

#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace footfall::api {
namespace {

enum class body_form { none, form, json };

struct typed_body {
  std::string_view type;
  body_form form;  ///< `none`: by its first character
};

constexpr std::array known_types{typed_body{"application/x-www-form-urlencoded", body_form::form},
                                 typed_body{"application/json", body_form::json},
                                 typed_body{"text/plain", body_form::none}, typed_body{"", body_form::none}};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

body_form form_of(std::string_view type, std::string_view body) {
  type = trimmed(type.substr(0, type.find(';')));
  for (const auto& known : known_types) {
    if (!text::equal_without_case(known.type, type)) continue;
    if (known.form != body_form::none) return known.form;
    return body.starts_with('{') ? body_form::json : body_form::form;
  }
  return body_form::none;
}

}  // namespace

result<void> sent_parameters::read(const http::request& question) {
  parameters_.clear();
  for (const auto& [name, value] : question.target.parameters()) parameters_.push_back({name, value});
  if (question.body.empty()) return {};
  const auto body = trimmed(question.body);
  const auto form = form_of(question.field("Content-Type"), body);
  if (form == body_form::form) {
    if (auto read = form_.assign("/"); !read) return read;
    if (auto read = form_.add_form(body); !read) return read;
    for (const auto& [name, value] : form_.parameters()) parameters_.push_back({name, value});
  } else if (form == body_form::json && !body.empty()) {
    if (const auto read = members_.read_json(body); !read)
      return failure{read.error().code(), fmt::format("body: as JSON, {}", read.error().detail())};
    for (const auto& member : members_.all()) parameters_.push_back(member);
  }
  return {};
}

}  // namespace footfall::api
