// `/rrserver/api/rrPlatform/recsForPlacements`: a page says what it shows and to whom, and gets its boxes.
#include "api/request_parts.hpp"
#include "api/richrelevance/answers.hpp"
#include "api/richrelevance/boxes.hpp"
#include "api/richrelevance/caller.hpp"
#include "api/richrelevance/category_names.hpp"
#include "api/richrelevance/click_links.hpp"
#include "api/richrelevance/cookie.hpp"
#include "api/richrelevance/endpoints.hpp"
#include "api/richrelevance/page_call.hpp"
#include "api/richrelevance/page_events.hpp"
#include "api/richrelevance/placement_context.hpp"
#include "api/richrelevance/placement_scenarios.hpp"
#include "api/richrelevance/preferred.hpp"
#include "api/richrelevance/products.hpp"
#include "api/richrelevance/recommended_products.hpp"
#include "api/richrelevance/strategies.hpp"
#include "api/richrelevance/told_past.hpp"
#include "api/richrelevance/view_guid.hpp"
#include "api/richrelevance/visitor_attributes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace footfall::api::richrelevance {
namespace {

/// What a call wants of its answer.
struct asked_form {
  std::string_view callback;
  product_filters filters;
  product_form products;
  box_size size;
  bool html = true;
  bool items = true;
  bool strategy = false;
};

result<asked_form> read_form(const call_parameters& sent) {
  constexpr std::uint32_t count_preset = 10;
  asked_form form;
  const auto callback = read_jsonp(sent);
  if (!callback) return callback.error();
  form.callback = *callback;
  auto filters = read_product_filters(sent);
  if (!filters) return filters.error();
  form.filters = std::move(*filters);
  auto products = read_product_form(sent);
  if (!products) return products.error();
  form.products = std::move(*products);
  const auto size = read_box_size(sent, count_preset);
  if (!size) return size.error();
  form.size = *size;
  for (const auto& [name, member, says] :
       {std::tuple("excludeHtml", &form.html, false), std::tuple("excludeRecItems", &form.items, false),
        std::tuple("includeStrategyData", &form.strategy, true)}) {
    const auto flag = sent.flag(name, *member == says);
    if (!flag) return flag.error();
    *member = *flag == says;
  }
  return form;
}

recommend::query query_of(const page_call& page, const placement_context* own) {
  recommend::query asked;
  for (const auto& item : own != nullptr && !own->items.empty() ? own->items : page.items)
    asked.context.emplace_back(item);
  if (own != nullptr && !own->categories.empty())
    asked.categories = own->categories;
  else
    asked.categories = page.categories;
  for (std::string_view left = page.segments;
       !left.empty() && asked.segments.size() < recommend::selector_values_max;) {
    const auto end = std::min(left.find(','), left.size());
    asked.segments.emplace_back(left.substr(0, end));
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return asked;
}

class answer_writer {
 public:
  answer_writer(const endpoint_call& call, const caller& from, const page_call& page,
                std::span<const placement_context> contexts, const asked_form& form, std::int64_t now_ms,
                std::string& body)
      : call_(call),
        from_(from),
        page_(page),
        contexts_(contexts),
        form_(form),
        now_ms_(now_ms),
        scenarios_(*page.page, *from.keys, *call.settings),
        links_({.host = event_host_of(*from.endpoints, call.question),
                .customer = call.settings->id,
                .application = from.application,
                .session = page.who.session,
                .user = page.who.user,
                .view = view_,
                .page = page.page->number,
                .now_ms = now_ms,
                .secure = from.keys->secure_links}),
        body_(body),
        json_(body) {}

  void write(box_filler& boxes, std::string_view cookie) {
    json_.open_object();
    json_.field("rcs", cookie);
    json_.key("placements");
    json_.open_array();
    for (std::size_t place = 0; place < page_.placements.size(); ++place) write_placement(boxes, place);
    json_.close_array();
    json_.field("viewGuid", std::string_view(view_));
    json_.field("status", "ok");
    json_.close_object();
  }

 private:
  void write_placement(box_filler& boxes, std::size_t place) {
    const auto own = std::ranges::find(contexts_, page_.placements[place], &placement_context::placement);
    const auto* context = own == contexts_.end() ? nullptr : &*own;
    const auto scenario = scenarios_.next(page_.placements[place], context);
    // The best of a brand belong to its page; what else is shown there need not be of it.
    const auto brand = scenario == "bestseller" ? page_.brand : std::string_view();
    json_.open_object();
    json_.field("htmlElementId", std::string_view(fmt::format("{}_{}", page_.page->name, place)));
    json_.field("placementType", page_.page->name);
    json_.field("strategyMessage", message_of(scenario, page_.language, *from_.keys));
    if (form_.strategy) write_strategy(scenario);
    if (form_.html) json_.field("html", "");
    json_.field("placement", page_.placements[place]);
    json_.key("recommendedProducts");
    json_.open_array();
    if (form_.items)
      write_products(boxes.fill(query_of(page_, context), scenario, form_.size, brand,
                                context == nullptr ? nullptr : &context->filter),
                     scenario, place);
    json_.close_array();
    json_.close_object();
  }

  void write_strategy(std::string_view scenario) {
    json_.key("strategyData");
    json_.open_object();
    json_.field("strategyId", number_of(scenario, *call_.settings));
    json_.field("strategyName", scenario);
    json_.close_object();
  }

  void write_products(const std::vector<recommend::recommended_item>& items, std::string_view scenario,
                      std::size_t place) {
    // Room for this box and as much for each that comes, so that the answer is not moved about.
    constexpr std::size_t product_bytes = 1024;
    body_.reserve(body_.size() + items.size() * (page_.placements.size() - place) * product_bytes);
    links_.begin_box(scenario, place + 1, number_of(scenario, *call_.settings));
    append_recommended(body_, call_, items, &links_, form_.products, now_ms_);
  }

  const endpoint_call& call_;
  const caller& from_;
  const page_call& page_;
  const std::span<const placement_context> contexts_;
  const asked_form& form_;
  const std::int64_t now_ms_;
  const std::string view_ = make_view_guid(call_);
  placement_scenarios scenarios_;
  link_writer links_;
  std::string& body_;
  text::json_writer json_;
};

/// `context_body`: what the call says of single placements, as JSON; empty: nothing.
result<void> answer_page(const endpoint_call& asked, const call_parameters& sent,
                         std::string_view context_body, http::response& out) {
  const auto from = find_caller(asked.context, sent);
  if (!from) return from.error();
  const auto call = from->call_of(asked);
  auto page = read_page_call(sent, *call.settings);
  if (!page) return page.error();
  name_categories(*call.owner, page->categories);
  const auto form = read_form(sent);
  if (!form) return form.error();
  std::vector<placement_context> contexts;
  if (!context_body.empty()) {
    auto read = read_placement_contexts(context_body, *call.settings);
    if (!read) return read.error();
    contexts = std::move(*read);
    for (auto& each : contexts) name_categories(*call.owner, each.categories);
  }

  const auto now_ms = call.context.time.wall_ms();
  const auto cookie = cookie_for(sent.find("rcs"), call.settings->id, now_ms, call.context.hasher);
  if (!cookie) return cookie.error();
  auto past = read_past(call, page->who);
  if (auto told = add_told_past(sent, *call.owner, call.settings->alphanumeric_items, now_ms, past.entries);
      !told)
    return told;
  const auto attributes = visitor_attributes::read(call, sent, page->who);
  if (!attributes) return attributes.error();
  if (auto kept = keep_page(call, *page, past, now_ms, out); !kept) return kept;
  const auto said = preferences_of(call, page->who, now_ms);
  box_filler boxes(call, form->filters,
                   {.history = past.entries,
                    .said = said,
                    .attributes = attributes->all(),
                    .user = past.user,
                    .language = page->language},
                   now_ms);
  answer_writer(call, *from, *page, contexts, *form, now_ms, out.body).write(boxes, *cookie);
  finish(form->callback, out);
  return {};
}

}  // namespace

result<void> recs_for_placements(const endpoint_call& asked, http::response& out) {
  thread_local call_parameters sent;
  if (auto read = sent.read(asked.question); !read) return read;
  return answer_page(asked, sent, {}, out);
}

result<void> recs_for_placements_context(const endpoint_call& asked, http::response& out) {
  thread_local call_parameters sent;
  sent.read_query(asked.question);
  return answer_page(asked, sent, asked.question.body, out);
}

}  // namespace footfall::api::richrelevance
