// All that is known of a user, for the shop that has to tell it: `/{solution}/{customer}/user/{user}/export`.
#include "footfall/api/known_user.hpp"

#include "api/endpoints.hpp"
#include "footfall/customer/preference_table.hpp"
#include "footfall/customer/user_attributes.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"

#include <fmt/format.h>

#include <array>
#include <vector>

namespace footfall::api {
namespace {

constexpr std::size_t exported_user_segment = 3;  // of /{solution}/{customer}/user/{user}/export

// In the order of `events::history_type`.
constexpr std::array<std::string_view, events::history_type_count> history_names{
    "none", "clicked", "consumed", "owns", "basket", "rated", "rendered", "wishlist", "blacklist"};

void write_attributes(const customer::user_attribute_table::sources& said, text::json_writer& json) {
  json.key("attributes");
  json.open_array();
  for (const auto& [source, user] : said)
    for (const auto& each : user->attributes) {
      json.open_object();
      json.field("source", std::string_view(source));
      json.field("key", std::string_view(each.key));
      json.field("value", std::string_view(each.value));
      json.field("type", catalog::name_of(each.type));
      json.close_object();
    }
  json.close_array();
}

void write_time(std::uint32_t time_s, text::json_writer& json) {
  constexpr std::int64_t ms_per_second = 1000;
  json.field("time", std::string_view(text::to_iso_time(time_s * ms_per_second)));
}

void write_history(const customer::customer& owner, const std::vector<profile::history_entry>& history,
                   text::json_writer& json) {
  json.key("history");
  json.open_array();
  for (const auto& entry : history) {
    const auto& item = owner.items.key_of(entry.item);
    json.open_object();
    json.field("what", history_names[static_cast<std::size_t>(entry.type)]);
    json.field("itemType", item.type);
    json.field("itemId", std::string_view(item.text.empty() ? std::to_string(item.number) : item.text));
    write_time(entry.time_s, json);
    if (entry.type == events::history_type::consumed || entry.type == events::history_type::rated)
      json.field("value", std::uint32_t{entry.value});
    json.close_object();
  }
  json.close_array();
}

void write_preferences(const std::vector<customer::preference>& said, text::json_writer& json) {
  json.key("preferences");
  json.open_array();
  for (const auto& each : said) {
    json.open_object();
    json.field("target", std::string_view(each.target));
    json.field("action", customer::name_of(each.action));
    write_time(each.time_s, json);
    json.close_object();
  }
  json.close_array();
}

}  // namespace

result<std::string> known_user_json(customer::customer& owner, customer::history_keeper& histories,
                                    const user_key& key, std::string_view id) {
  const auto attributes = owner.user_attributes.of(key);
  const auto preferences = owner.preferences.of(key);
  const bool opted_out = owner.opt_outs.contains(key);
  std::vector<profile::history_entry> history;
  histories.read(owner, key, history);
  if (attributes.empty() && preferences.empty() && history.empty() && !opted_out)
    return failure{error::not_found, "user: nothing is known"};
  std::string text;
  text::json_writer json(text);
  json.open_object();
  json.field("id", id);
  json.field("optedOut", opted_out);
  write_attributes(attributes, json);
  write_history(owner, history, json);
  write_preferences(preferences, json);
  json.close_object();
  return text;
}

result<void> export_user(const endpoint_call& call, http::response& out) {
  const auto user = call.question.target.segments()[exported_user_segment];
  if (user.empty() || user.size() > events::user_bytes_max)
    return failure{error::bad_parameter, fmt::format("user: expected 1..{} bytes", events::user_bytes_max)};
  const auto key = call.context.hasher.hash(call.settings->id, user);
  auto known = known_user_json(*call.owner, call.context.histories, key, user);
  if (!known) return known.error();
  out.content_type = http::json_type;
  out.set("Cache-Control", "no-store");
  out.body = std::move(*known);
  return {};
}

}  // namespace footfall::api
