#include "api/richrelevance/page_events.hpp"

#include "api/request_parts.hpp"
#include "api/richrelevance/caller.hpp"
#include "api/richrelevance/endpoints.hpp"
#include "api/tracking/receipts.hpp"
#include "footfall/events/link_event.hpp"
#include "footfall/events/read_event.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <span>
#include <string>

namespace footfall::api::richrelevance {
namespace {

using events::event_type;
using parameter_list = std::vector<events::name_value>;

std::string id_of(const item_key& key) { return key.text.empty() ? std::to_string(key.number) : key.text; }

// Reads events into one group.
class event_group {
 public:
  event_group(const endpoint_call& call, const page_call& page, std::int64_t now_ms)
      : call_(call), page_(page), now_ms_(now_ms) {}

  result<void> add(event_type type, std::string_view product, const parameter_list& parameters) {
    return add({.kind = events::find_event_kind(type),
                .user = page_.who.id(),
                .item_type = item_type,
                .item = product,
                .parameters = parameters,
                .time_ms = now_ms_});
  }

  /// What the session did until now is the user's.
  result<void> add_login() {
    return add({.kind = events::find_event_kind(event_type::login),
                .user = page_.who.session_id,
                .item_type = {},
                .item = {},
                .parameters = {},
                .time_ms = now_ms_,
                .target = page_.who.user});
  }

  std::vector<events::event>& all() { return group_; }

 private:
  static constexpr std::string_view item_type = "1";
  static_assert(product_type == 1);

  result<void> add(const events::event_input& input) {
    return events::read_events(input, reading_context_of(call_.context, *call_.owner, *call_.settings),
                               group_);
  }

  const endpoint_call& call_;
  const page_call& page_;
  const std::int64_t now_ms_;
  std::vector<events::event> group_;
};

// What holds for all events of the page; empty values count as absent.
parameter_list common_parameters(const page_call& page) {
  return {{"categorypath",
           page.categories.empty() ? std::string_view() : std::string_view(page.categories.front())},
          {"segments", page.segments},
          {"lang", page.language}};
}

result<void> add_products(event_type type, const page_call& page, event_group& group) {
  const auto parameters = common_parameters(page);
  for (const auto product : page.products)
    if (auto added = group.add(type, product, parameters); !added) return added;
  return {};
}

// A page that is shown again has the same lines: it buys nothing again.
result<void> add_order(const page_call& page, event_group& group) {
  for (std::size_t place = 0; place < page.products.size(); ++place) {
    auto parameters = common_parameters(page);
    const auto line = std::to_string(place + 1);
    parameters.push_back({"quantity", page.lines[place].quantity});
    parameters.push_back({"fullprice", page.lines[place].price});
    parameters.push_back({"orderid", page.order});
    parameters.push_back({"orderline", line});
    if (auto added = group.add(event_type::buy, page.products[place], parameters); !added) return added;
  }
  return {};
}

// The page says what is in the basket: what is new came in, and what is missing has been taken out.
result<void> add_basket(const endpoint_call& call, const page_call& page,
                        std::span<const profile::history_entry> history, event_group& group) {
  const auto& items = call.owner->items;
  std::vector<item_key> known;
  for (const auto& entry : history)
    if (entry.type == events::history_type::basket && items.type_of(entry.item) == product_type)
      known.push_back(items.key_of(entry.item));
  const auto parameters = common_parameters(page);
  for (std::size_t place = 0; place < page.items.size(); ++place) {
    if (std::ranges::find(known, page.items[place]) != known.end()) continue;
    if (auto added = group.add(event_type::basket, page.products[place], parameters); !added) return added;
  }
  for (const auto& key : known) {
    if (std::ranges::find(page.items, key) != page.items.end()) continue;
    if (auto added = group.add(event_type::deletefrombasket, id_of(key), {}); !added) return added;
  }
  return {};
}

result<void> add_page(const endpoint_call& call, const page_call& page,
                      std::span<const profile::history_entry> history, event_group& group) {
  if (!page.page->event) return {};
  if (page.page->name == "cart_page") return add_basket(call, page, history, group);
  if (*page.page->event == event_type::buy) return add_order(page, group);
  if (!page.page->needs.empty()) {
    auto parameters = common_parameters(page);
    parameters.push_back({"brand", page.brand});
    parameters.push_back({"term", page.term});
    return group.add(*page.page->event, {}, parameters);
  }
  return add_products(*page.page->event, page, group);
}

}  // namespace

bool comes_from_shop(const http::request& question) noexcept {
  return !question.has_field("Origin") && !question.has_field("Referer");
}

bool visitor_waits(const endpoint_call& head) {
  const auto& context = head.context;
  if (!context.histories.holds_archived()) return false;
  thread_local call_parameters sent;
  if (!sent.read(head.question)) return false;
  const auto who = read_visitor(sent);
  const auto endpoints = context.settings.load();
  const auto* const id = customer_of(*endpoints, sent.find("apiKey"));
  const auto owner = id == nullptr ? nullptr : context.customers.load()->find(*id);
  if (!who || !owner) return false;
  const auto is_archived = [&](std::string_view user) {
    return !customer::history_keeper::is_at_hand(*owner, context.hasher.hash(*id, user));
  };
  return is_archived(who->id()) || is_archived(who->session_id);
}

// A session without a past has nothing to give.
visitor_past read_past(const endpoint_call& call, const visitor& who) {
  const auto& [context, question, owner, settings] = call;
  visitor_past past{.user = context.hasher.hash(settings->id, who.id())};
  context.histories.read(*owner, past.user, past.entries);
  if (who.user.empty() || who.user == events::user_who_opted_out) return past;
  const auto session = context.hasher.hash(settings->id, who.session_id);
  if (owner->profiles.holds_link(session, past.user)) return past;
  std::vector<profile::history_entry> of_session;
  context.histories.read(*owner, session, of_session);
  past.joins = !of_session.empty();
  past.entries.insert(past.entries.end(), of_session.begin(), of_session.end());
  std::ranges::stable_sort(past.entries, std::greater(), &profile::history_entry::time_s);
  return past;
}

result<void> keep_page(const endpoint_call& call, const page_call& page, const visitor_past& past,
                       std::int64_t now_ms, http::response& out) {
  event_group group(call, page, now_ms);
  if (past.joins)
    if (auto added = group.add_login(); !added) return added;
  if (auto added = add_page(call, page, past.entries, group); !added) return added;
  if (group.all().empty() || call.question.method == http::method::head) return {};
  const events::tracking_path path{
      .kind = events::find_event_kind(page.page->event.value_or(event_type::login)), .user = page.who.id()};
  return settle({call, path, now_ms, comes_from_shop(call.question)}, group.all(), out);
}

}  // namespace footfall::api::richrelevance
