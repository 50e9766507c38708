// `/userProfile/...`: what is known of a user, for the shop itself.
#include "api/request_parts.hpp"
#include "api/richrelevance/answers.hpp"
#include "api/richrelevance/caller.hpp"
#include "api/richrelevance/endpoints.hpp"
#include "api/richrelevance/products.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace footfall::api::richrelevance {
namespace {

// Of /userProfile/api/v1/service/userProfile/{apiKey}/{userId}
constexpr std::size_t key_segment = 5;
constexpr std::size_t user_segment = 6;

struct profile_field {
  std::string_view name;
  events::history_type history;
};

constexpr std::array profile_fields{profile_field{"viewedItems", events::history_type::clicked},
                                    profile_field{"addedToCartItems", events::history_type::basket},
                                    profile_field{"orders", events::history_type::owns},
                                    profile_field{"notForRecs", events::history_type::blacklist}};

using wanted_fields = std::vector<const profile_field*>;

result<wanted_fields> read_fields(const call_parameters& sent) {
  wanted_fields wanted;
  const auto text = sent.find("fields");
  const auto names = split("fields", text, ',', list_items_max);
  if (!names) return names.error();
  for (const auto& row : profile_fields)
    if (names->empty() || std::ranges::find(*names, "all") != names->end() ||
        std::ranges::find(*names, row.name) != names->end())
      wanted.push_back(&row);
  return wanted;
}

void write_field(text::json_writer& json, const profile_field& row, const customer::customer& owner,
                 const std::vector<profile::history_entry>& history) {
  json.key(row.name);
  json.open_array();
  for (const auto& entry : history) {
    if (entry.type != row.history) continue;
    json.open_object();
    json.field("itemId", std::string_view(product_id(owner.items.key_of(entry.item))));
    json.field("timestamp", std::int64_t{entry.time_s} * 1000);
    json.close_object();
  }
  json.close_array();
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
  // Keys of pages are known to everybody who reads a page; this is for the shop alone.
  if (auto licensed = check_license(context, *settings, asked.question); !licensed) return licensed;
  if (auto taken = take_request(context, **owner, *settings); !taken) return taken;
  thread_local call_parameters sent;
  if (auto read = sent.read(asked.question); !read) return read;
  const auto wanted = read_fields(sent);
  if (!wanted) return wanted.error();

  std::vector<profile::history_entry> history;
  context.histories.read(**owner, context.hasher.hash(*id, path[user_segment]), history);
  text::json_writer json(out.body);
  json.open_object();
  json.field("userId", path[user_segment]);
  for (const auto* row : *wanted) write_field(json, *row, **owner, history);
  json.field("status", "ok");
  json.close_object();
  finish({}, out);
  return {};
}

}  // namespace footfall::api::richrelevance
