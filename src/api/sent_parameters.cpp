// Query, form, multipart form and JSON object to one list of names and values.
#include "api/sent_parameters.hpp"

#include "footfall/text/number.hpp"
#include "footfall/text/trimmed.hpp"
#include "footfall/text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace footfall::api {
namespace {

enum class body_form { form, json, multipart, unreadable };

/// By the type as far as that says what it is, else by the first character: `navigator.sendBeacon` and
/// hand-written clients send texts under all kinds of types.
body_form form_of(std::string_view type, std::string_view body) {
  constexpr std::array<std::string_view, 3> says_nothing{"", "text/plain", "application/octet-stream"};
  type = text::trimmed(type.substr(0, type.find(';')));
  const auto is = [type](std::string_view known) { return text::equal_without_case(type, known); };
  if (is("application/x-www-form-urlencoded")) return body_form::form;
  if (is("multipart/form-data")) return body_form::multipart;
  if (is("application/json") || is("text/json") || type.ends_with("+json")) return body_form::json;
  if (!std::ranges::any_of(says_nothing, is)) return body_form::unreadable;
  return body.starts_with('{') ? body_form::json : body_form::form;
}

/// The value of a parameter of a header field, `name="value"` or `name=value`; empty when it is absent.
std::string_view parameter_of(std::string_view field, std::string_view name) {
  for (auto rest = field; !rest.empty();) {
    const auto end = std::min(rest.find(';'), rest.size());
    const auto piece = text::trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto equals = piece.find('=');
    if (equals == piece.npos || !text::equal_without_case(piece.substr(0, equals), name)) continue;
    auto value = piece.substr(equals + 1);
    if (value.size() > 1 && value.starts_with('"') && value.ends_with('"'))
      value = value.substr(1, value.size() - 2);
    return value;
  }
  return {};
}

/// The value of a header field among the lines of a part.
std::string_view field_of_part(std::string_view head, std::string_view name) {
  while (!head.empty()) {
    const auto end = std::min(head.find("\r\n"), head.size());
    const auto line = head.substr(0, end);
    head.remove_prefix(std::min(end + 2, head.size()));
    const auto colon = line.find(':');
    if (colon != line.npos && text::equal_without_case(line.substr(0, colon), name))
      return text::trimmed(line.substr(colon + 1));
  }
  return {};
}

/// Adds the texts of a `FormData` object (RFC 7578); files are passed over.
result<void> read_multipart(std::string_view body, std::string_view type, import_members& out) {
  const failure broken{error::bad_request, "body: multipart/form-data that cannot be taken apart"};
  const auto boundary = parameter_of(type, "boundary");
  if (boundary.empty()) return broken;
  const auto delimiter = "\r\n--" + std::string(boundary);
  if (!body.starts_with(std::string_view(delimiter).substr(2))) return broken;
  body.remove_prefix(delimiter.size() - 2);
  while (body.starts_with("\r\n")) {
    const auto end = body.find(delimiter);
    const auto part = body.substr(0, end);
    const auto blank = part.find("\r\n\r\n");
    if (end == body.npos || blank == part.npos) return broken;
    const auto disposition = field_of_part(part.substr(0, blank), "Content-Disposition");
    const auto name = parameter_of(disposition, "name");
    const auto value = part.substr(blank + 4);
    const bool is_file = !parameter_of(disposition, "filename").empty();
    if (!is_file && text::find_bad_utf8(part) != part.npos)
      return failure{error::bad_request, "body: is not UTF-8"};
    if (!is_file && !name.empty()) out.add(name, value);
    body.remove_prefix(end + delimiter.size());
  }
  return body.starts_with("--") ? result<void>{} : broken;
}

}  // namespace

std::string_view sent_parameters::take(std::string_view name) {
  std::string_view taken;
  std::erase_if(parameters_, [&](const events::name_value& each) {
    if (!text::equal_without_case(each.name, name)) return false;
    if (taken.empty()) taken = each.value;
    return true;
  });
  return taken;
}

void sent_parameters::read_query(const http::request& question) {
  parameters_.clear();
  for (const auto& [name, value] : question.target.parameters()) parameters_.push_back({name, value});
}

result<void> sent_parameters::read(const http::request& question) {
  read_query(question);
  const auto body = text::trimmed(question.body);
  if (body.empty()) return {};
  const auto type = question.field("Content-Type");
  const auto form = form_of(type, body);
  if (form == body_form::unreadable)
    return failure{
        error::bad_request,
        fmt::format("body: {} cannot be read, expected a form or a JSON object", type.substr(0, 64))};
  if (form == body_form::form) {
    if (auto read = form_.assign("/"); !read) return read;
    if (auto read = form_.add_form(body); !read) return read;
    for (const auto& [name, value] : form_.parameters()) parameters_.push_back({name, value});
    return {};
  }
  members_.clear();
  if (form == body_form::multipart) {
    if (auto read = read_multipart(question.body, type, members_); !read) return read;
  } else if (const auto read = members_.read_json(body); !read) {
    return failure{read.error().code(), fmt::format("body: as JSON, {}", read.error().detail())};
  }
  for (const auto& member : members_.all()) parameters_.push_back(member);
  return {};
}

}  // namespace footfall::api
