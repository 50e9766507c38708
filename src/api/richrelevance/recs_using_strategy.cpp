// `recsUsingStrategy`: the products of one strategy, for newsletters and programs. And `getProducts`: what
// the catalogue says.
#include "api/request_parts.hpp"
#include "api/richrelevance/answers.hpp"
#include "api/richrelevance/boxes.hpp"
#include "api/richrelevance/caller.hpp"
#include "api/richrelevance/category_names.hpp"
#include "api/richrelevance/endpoints.hpp"
#include "api/richrelevance/page_call.hpp"
#include "api/richrelevance/page_events.hpp"
#include "api/richrelevance/preferred.hpp"
#include "api/richrelevance/recommended_products.hpp"
#include "api/richrelevance/strategies.hpp"
#include "api/richrelevance/view_guid.hpp"
#include "api/richrelevance/visitor_attributes.hpp"
#include "footfall/events/read_event.hpp"

#include <fmt/format.h>

#include <optional>

namespace footfall::api::richrelevance {
namespace {

/// What a call asks for.
struct strategy_call {
  const strategy* which = nullptr;
  recommend::query query;
  std::string_view brand;
  std::optional<visitor> who;  ///< nobody in particular without a session
  product_filters filters;
  product_form form;
  box_size size;
  std::string_view callback;
};

result<void> read_seed(const call_parameters& sent, bool alphanumeric, strategy_call& to) {
  const auto seed = sent.find("seed");
  if (to.which->seed == strategy_seed::none || to.which->seed == strategy_seed::term) return {};
  if (seed.empty())
    return failure{error::missing_parameter, fmt::format("seed: is required for {}", to.which->name)};
  if (to.which->seed == strategy_seed::brand) {
    to.brand = seed;
    return {};
  }
  const auto list = sent.list("seed");
  if (!list) return list.error();
  for (const auto each : *list) {
    if (to.which->seed == strategy_seed::category) {
      to.query.categories.emplace_back(each);
      continue;
    }
    auto item = events::read_item(product_type, each, alphanumeric);
    if (!item) return failure{error::bad_parameter, "seed: " + item.error().detail()};
    to.query.context.emplace_back(std::move(*item));
  }
  return {};
}

result<strategy_call> read_strategy_call(const call_parameters& sent, bool alphanumeric) {
  constexpr std::uint32_t count_preset = 5;
  strategy_call asked;
  const auto name = sent.require("strategyName");
  if (!name) return name.error();
  asked.which = find_strategy(*name);
  if (asked.which == nullptr)
    return failure{error::bad_parameter, fmt::format("strategyName: {} is unknown", name->substr(0, 64))};
  if (auto read = read_seed(sent, alphanumeric, asked); !read) return read.error();
  if (!sent.find("sessionId").empty()) {
    auto who = read_visitor(sent);
    if (!who) return who.error();
    asked.who = std::move(*who);
  }
  auto filters = read_product_filters(sent);
  if (!filters) return filters.error();
  asked.filters = std::move(*filters);
  auto form = read_form_by_attribute(sent);
  if (!form) return form.error();
  asked.form = std::move(*form);
  const auto size = read_box_size(sent, count_preset);
  if (!size) return size.error();
  asked.size = *size;
  const auto callback = read_jsonp(sent);
  if (!callback) return callback.error();
  asked.callback = *callback;
  return asked;
}

link_writer links_of(const endpoint_call& call, const caller& from, const visitor& who,
                     std::string_view scenario, std::int64_t now_ms) {
  const auto view = make_view_guid(call);
  link_writer links({.host = event_host_of(*from.endpoints, call.question),
                     .customer = from.settings->id,
                     .application = from.application,
                     .session = who.session,
                     .user = who.user,
                     .view = view,
                     .now_ms = now_ms,
                     .secure = from.keys->secure_links});
  links.begin_box(scenario, 0, number_of(scenario, *from.settings));
  return links;
}

}  // namespace

result<void> recs_using_strategy(const endpoint_call& asked_call, http::response& out) {
  thread_local call_parameters sent;
  if (auto read = sent.read(asked_call.question); !read) return read;
  const auto from = find_caller(asked_call.context, sent);
  if (!from) return from.error();
  const auto call = from->call_of(asked_call);
  auto asked = read_strategy_call(sent, call.settings->alphanumeric_items);
  if (!asked) return asked.error();
  name_categories(*call.owner, asked->query.categories);

  const auto now_ms = call.context.time.wall_ms();
  const auto past = asked->who ? read_past(call, *asked->who) : visitor_past();
  const auto said =
      asked->who ? preferences_of(call, *asked->who, now_ms) : std::vector<customer::preference>();
  const auto attributes = visitor_attributes::read(call, sent, asked->who.value_or(visitor()));
  if (!attributes) return attributes.error();
  box_filler boxes(call, asked->filters,
                   {.history = past.entries,
                    .said = said,
                    .attributes = attributes->all(),
                    .user = asked->who ? std::optional(past.user) : std::nullopt,
                    .language = sent.find("lang")},
                   now_ms);
  const auto scenario = scenario_of(*asked->which, *call.settings);
  const auto items = boxes.fill(asked->query, scenario, asked->size, asked->brand);
  std::optional<link_writer> links;
  if (asked->who) links = links_of(call, *from, *asked->who, scenario, now_ms);

  text::json_writer json(out.body);
  json.open_object();
  json.field("strategyName", asked->which->name);
  json.field("requestId", sent.find("requestId"));
  json.field("message", message_of(scenario, sent.find("lang"), *from->keys));
  json.key("recommendedProducts");
  json.open_array();
  append_recommended(out.body, call, items, links ? &*links : nullptr, asked->form, now_ms);
  json.close_array();
  json.field("status", "ok");
  json.close_object();
  finish(asked->callback, out);
  return {};
}

result<void> get_products(const endpoint_call& asked_call, http::response& out) {
  thread_local call_parameters sent;
  if (auto read = sent.read(asked_call.question); !read) return read;
  const auto from = find_caller(asked_call.context, sent);
  if (!from) return from.error();
  if (const auto given = sent.require("productId"); !given) return given.error();
  const auto ids = sent.list("productId");
  if (!ids) return ids.error();
  const auto form = read_form_by_attribute(sent);
  if (!form) return form.error();
  const auto callback = read_jsonp(sent);
  if (!callback) return callback.error();

  const auto now_ms = asked_call.context.time.wall_ms();
  text::json_writer json(out.body);
  json.open_object();
  json.field("requestId", sent.find("requestId"));
  json.key("products");
  json.open_array();
  for (const auto id : *ids) {
    const auto key = events::read_item(product_type, id, from->settings->alphanumeric_items);
    const auto known = key ? find_product(*from->owner, *key) : nullptr;
    if (!known) continue;
    out.body.append(out.body.back() == '[' ? "{" : ",{");
    append_members(out.body, *key, known.get(), *form, now_ms);
  }
  json.close_array();
  json.field("status", "ok");
  json.close_object();
  finish(*callback, out);
  return {};
}

}  // namespace footfall::api::richrelevance
