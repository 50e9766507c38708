// `/userProfile/...`: what is known of a user, for the shop itself.
#include "api/request_parts.hpp"
#include "api/richrelevance/answers.hpp"
#include "api/richrelevance/caller.hpp"
#include "api/richrelevance/endpoints.hpp"
#include "api/richrelevance/oauth.hpp"
#include "api/richrelevance/products.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace footfall::api::richrelevance {
namespace {

// Of /userProfile/api/v1/service/userProfile/{apiKey}/{userId}
constexpr std::size_t key_segment = 5;
constexpr std::size_t user_segment = 6;

/// What is known of a user.
struct known_user {
  const customer::customer& owner;
  const std::vector<profile::history_entry>& history;  ///< newest first
  const customer::user_attribute_table::sources& attributes;
};

struct profile_field {
  std::string_view name;
  void (*write)(text::json_writer&, const known_user&);
};

void write_time(text::json_writer& json, std::uint32_t time_s) {
  json.field("timestamp", std::int64_t{time_s} * 1000);
}

template <events::history_type type>
void write_items(text::json_writer& json, const known_user& user) {
  for (const auto& entry : user.history) {
    if (entry.type != type) continue;
    json.open_object();
    json.field("itemId", std::string_view(product_id(user.owner.items.key_of(entry.item))));
    write_time(json, entry.time_s);
    json.close_object();
  }
}

// What came at one time is one order, or was put into the basket at once.
template <events::history_type type>
void write_groups(text::json_writer& json, const known_user& user) {
  const profile::history_entry* first = nullptr;
  const auto end_group = [&] {
    if (first == nullptr) return;
    json.close_array();
    write_time(json, first->time_s);
    json.close_object();
  };
  for (const auto& entry : user.history) {
    if (entry.type != type) continue;
    if (first == nullptr || entry.time_s != first->time_s) {
      end_group();
      first = &entry;
      json.open_object();
      json.key("items");
      json.open_array();
    }
    json.open_object();
    json.field("itemId", std::string_view(product_id(user.owner.items.key_of(entry.item))));
    json.close_object();
  }
  end_group();
}

void write_attributes_said(text::json_writer& json, const known_user& user) {
  for (const auto& [source, said] : user.attributes) {
    std::map<std::string_view, std::vector<std::string_view>> values;
    for (const auto& each : said->attributes) values[each.key].push_back(each.value);
    json.open_object();
    json.field("channel", std::string_view(source));
    json.key("values");
    json.open_object();
    for (const auto& [key, texts] : values) {
      write_foreign_key(json, key);
      json.open_array();
      for (const auto text : texts) json.value(text);
      json.close_array();
    }
    json.close_object();
    json.close_object();
  }
}

void write_nothing(text::json_writer&, const known_user&) {}

// What is not kept is an empty list, as readers expect one.
constexpr profile_field profile_fields[] = {
    {"viewedItems", write_items<events::history_type::clicked>},
    {"clickedItems", write_nothing},
    {"addedToCartItems", write_groups<events::history_type::basket>},
    {"orders", write_groups<events::history_type::owns>},
    {"notForRecs", write_items<events::history_type::blacklist>},
    {"userAttributes", write_attributes_said},
    {"userSegments", write_nothing},
    {"viewedCategories", write_nothing},
    {"viewedBrands", write_nothing},
    {"searchedTerms", write_nothing},
    {"referrerUrls", write_nothing},
    {"verbNouns", write_nothing},
    {"countedEvents", write_nothing},
};

using wanted_fields = std::vector<const profile_field*>;

result<wanted_fields> read_fields(const call_parameters& sent) {
  wanted_fields wanted;
  const auto names = split("fields", sent.find("fields"), ',', list_items_max);
  if (!names) return names.error();
  const auto is_named = [&](std::string_view name) {
    return std::ranges::find(*names, name) != names->end();
  };
  for (const auto& row : profile_fields)
    if (names->empty() || is_named("all") || is_named(row.name)) wanted.push_back(&row);
  return wanted;
}

// Keys of pages are known to everybody who reads a page; this is for the shop alone.
result<void> check_reader(const endpoint_call& call, const settings::richrelevance_settings& keys) {
  if (is_oauth(call.question.field("Authorization"))) return check_oauth(call, keys);
  return check_license(call.context, *call.settings, call.question);
}

}  // namespace

result<void> show_user_profile(const endpoint_call& asked, http::response& out) {
  const auto& context = asked.context;
  const auto path = asked.question.target.segments();
  const auto endpoints = context.settings.load();
  const auto* const id = customer_of(*endpoints, path[key_segment]);
  if (id == nullptr) return failure{error::unauthorized, "apiKey: is unknown"};
  const auto owner = find_customer(context, *id);
  if (!owner) return owner.error();
  const auto settings = (*owner)->settings.load();
  const endpoint_call call{context, asked.question, owner->get(), settings.get()};
  if (auto allowed = check_reader(call, endpoints->richrelevance.at(*id)); !allowed) return allowed;
  if (auto taken = take_request(context, **owner, *settings); !taken) return taken;
  thread_local call_parameters sent;
  if (auto read = sent.read(asked.question); !read) return read;
  const auto wanted = read_fields(sent);
  if (!wanted) return wanted.error();

  std::vector<profile::history_entry> history;
  const auto user = context.hasher.hash(*id, path[user_segment]);
  context.histories.read(**owner, user, history);
  const auto attributes = (*owner)->user_attributes.of(user);
  text::json_writer json(out.body);
  json.open_object();
  json.field("userId", path[user_segment]);
  for (const auto* row : *wanted) {
    json.key(row->name);
    json.open_array();
    row->write(json, {**owner, history, attributes});
    json.close_array();
  }
  json.field("status", "ok");
  json.close_object();
  finish({}, out);
  return {};
}

}  // namespace footfall::api::richrelevance
