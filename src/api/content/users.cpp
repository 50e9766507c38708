// Attributes of users: `/{solution}/{customer}/{source}/user...` (protocol part G).
#include "api/content/content_format.hpp"
#include "api/endpoints.hpp"
#include "api/forget_users.hpp"
#include "api/xml_text.hpp"
#include "footfall/catalog_import/read_users.hpp"
#include "footfall/customer/user_attributes.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/number.hpp"
#include "footfall/text/percent.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

namespace footfall::api {
namespace {

using catalog::attributed_user;

constexpr std::size_t source_segment = 2;  // of /{solution}/{customer}/{source}/user
constexpr std::size_t source_bytes_max = 64;
constexpr std::size_t sources_max = 32;  // of one user
constexpr std::size_t users_of_path_max = 100;

result<std::string> read_source(const endpoint_call& call) {
  const auto source = call.question.target.segments()[source_segment];
  const bool fits = !source.empty() && source.size() <= source_bytes_max &&
                    std::ranges::all_of(source, [](char byte) { return byte > ' ' && byte != '/'; });
  if (!fits) return failure{error::bad_parameter, "source: expected 1..64 letters, digits and signs"};
  return std::string(source);
}

// The ids of the last segment. Commas part them, so one within an id is encoded: the segment is taken as
// sent.
result<std::vector<std::string>> read_ids(const endpoint_call& call) {
  auto path = std::string_view(call.question.raw_target);
  path = path.substr(0, path.find_first_of("?#"));
  if (call.question.target.ends_with_slash()) path.remove_suffix(1);
  auto list = path.substr(path.rfind('/') + 1);
  std::vector<std::string> ids;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    std::string id;
    const bool decoded = text::append_decoded(id, list.substr(0, comma), text::plus::literal);
    if (!decoded || id.size() > events::user_bytes_max)
      return failure{error::bad_parameter, fmt::format("user: expected 1..{} bytes", events::user_bytes_max)};
    if (!id.empty() && std::ranges::find(ids, id) == ids.end()) ids.push_back(std::move(id));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  if (ids.empty() || ids.size() > users_of_path_max)
    return failure{error::bad_parameter, fmt::format("user: expected 1..{} ids", users_of_path_max)};
  return ids;
}

user_key key_of(const endpoint_call& call, std::string_view id) {
  return call.context.hasher.hash(call.settings->id, id);
}

void append_attributes(std::string& out, const attributed_user& user, std::string_view source) {
  for (const auto& each : user.attributes) {
    out += "<attribute key=\"";
    append_xml_escaped(out, each.key);
    out += "\" value=\"";
    append_xml_escaped(out, each.value);
    out.append("\" type=\"").append(catalog::name_of(each.type)).append(1, '"');
    if (!source.empty()) {
      out += " source=\"";
      append_xml_escaped(out, source);
      out += '"';
    }
    out += "/>";
  }
}

/// What is shown of one user: the source that was asked for, or all with their names.
struct shown_user {
  std::string id;
  customer::user_attribute_table::sources said;
};

void write_users(const std::vector<shown_user>& users, std::string_view own_source, http::response& out) {
  out.content_type = "text/xml; charset=utf-8";
  out.body = R"(<?xml version="1.0" encoding="UTF-8"?><users>)";
  for (const auto& user : users) {
    out.body += "<user id=\"";
    append_xml_escaped(out.body, user.id);
    out.body += "\"><attributes>";
    for (const auto& [source, what] : user.said)
      append_attributes(out.body, *what, source == own_source ? std::string_view{} : source);
    out.body += "</attributes></user>";
  }
  out.body += "</users>";
}

void write_json_users(const std::vector<shown_user>& users, std::string_view own_source,
                      http::response& out) {
  out.content_type = http::json_type;
  out.body = "{\"users\":[";
  for (const auto& user : users)
    for (const auto& [source, what] : user.said) {
      if (out.body.back() != '[') out.body += ',';
      append_json(out.body, *what, source == own_source ? std::string_view{} : source);
    }
  out.body += "]}";
}

}  // namespace

result<void> put_users(const endpoint_call& call, http::response& out) {
  const auto source = read_source(call);
  if (!source) return source.error();
  const auto read = catalog_import::read_users(call.question.body);
  if (!read) return read.error();
  std::vector<store::entity_write> writes;
  std::size_t opted_out = 0;
  const std::lock_guard lock(call.owner->entity_changes);  // nobody is forgotten meanwhile
  for (const auto& user : *read) {
    const auto key = key_of(call, user.id);
    const auto known = call.owner->user_attributes.of(key);
    if (known.size() >= sources_max && !known.contains(*source))
      return failure{error::bad_request, fmt::format("source: a user has {} others already", sources_max)};
    if (call.owner->opt_outs.contains(key))
      ++opted_out;
    else
      writes.push_back(customer::user_attributes_write(call.owner->number, key, *source, user));
  }
  const auto stored = writes.size();
  std::vector<events::event> no_events;
  if (stored != 0)
    if (auto done = call.context.log.append_and_wait(no_events, writes); !done) return done.error();
  std::vector<std::string> warnings;
  if (opted_out != 0) warnings.push_back(fmt::format("{} users are opted out: nothing is kept", opted_out));
  write_accepted("users", stored, warnings, out);
  out.status = 200;  // which clients check for
  return {};
}

result<void> show_users(const endpoint_call& call, http::response& out) {
  const auto source = read_source(call);
  if (!source) return source.error();
  const auto ids = read_ids(call);
  if (!ids) return ids.error();
  const auto parameters = call.question.target.parameters();
  const auto asked = std::ranges::find_if(
      parameters, [](const auto& each) { return text::equal_without_case(each.name, "allsources"); });
  const bool all = asked != parameters.end() && text::to_boolean(asked->value).value_or(true);
  std::vector<shown_user> users;
  for (const auto& id : *ids) {
    shown_user user{id, call.owner->user_attributes.of(key_of(call, id))};
    if (!all) std::erase_if(user.said, [&](const auto& each) { return each.first != *source; });
    if (!user.said.empty()) users.push_back(std::move(user));
  }
  if (users.empty()) return failure{error::not_found, "user: nobody has told of any of them"};
  if (wants_json(call.question))
    write_json_users(users, *source, out);
  else
    write_users(users, *source, out);
  return {};
}

result<void> remove_users(const endpoint_call& call, http::response& out) {
  const auto ids = read_ids(call);
  if (!ids) return ids.error();
  std::vector<user_key> keys;
  for (const auto& id : *ids) keys.push_back(key_of(call, id));
  return forget_users(call, keys, out);
}

}  // namespace footfall::api
