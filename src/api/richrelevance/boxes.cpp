#include "api/richrelevance/boxes.hpp"

#include "api/preferred_items.hpp"
#include "api/recommendation/recommendation_query.hpp"

#include <algorithm>

namespace footfall::api::richrelevance {
namespace {

constexpr std::int64_t count_max = 1000;

}  // namespace

result<box_size> read_box_size(const call_parameters& sent, std::uint32_t preset) {
  const auto* const name = sent.find("count").empty() ? "resultCount" : "count";
  const auto count = sent.number(name, 1, count_max, preset);
  if (!count) return count.error();
  const auto start = sent.number(sent.find("st").empty() ? "start" : "st", 0, count_max, 0);
  if (!start) return start.error();
  return box_size{static_cast<std::uint32_t>(*count), static_cast<std::uint32_t>(*start)};
}

box_filler::box_filler(const endpoint_call& call, const product_filters& filters, const box_visitor& who,
                       std::int64_t now_ms)
    : call_(call),
      who_(who),
      now_ms_(now_ms),
      models_(call.owner->models.load()),
      catalogue_(call.owner->catalogue.load()),
      categories_(categories_of(*call.owner, *call.settings, catalogue_.get(), now_ms)),
      liked_(boosts_of(who.said)),
      rules_(filters, *call.owner, call.settings->alphanumeric_items, catalogue_.get(), who.said, now_ms) {}

std::vector<recommend::recommended_item> box_filler::fill(recommend::query asked, std::string_view scenario,
                                                          box_size size, std::string_view brand,
                                                          const box_filter* filter) {
  const auto plan = find_scenario(*call_.settings, scenario);
  if (!plan || !models_) return {};
  asked.count = std::min(size.start + size.count, recommend::items_max);
  rules_.want_brand(brand);
  rules_.begin_box(filter);
  const auto own = with_boosts(**plan, liked_);
  auto found = recommend::recommend(
      asked, {.plan = own ? *own : **plan,
              .models = *models_,
              .items = call_.owner->items,
              .history = who_.history,
              .now_ms = now_ms_,
              .categories = categories_,
              .admits = rules_.leave_nothing_out() ? nullptr : &rules_,
              .offered = {catalogue_.get(), call_.settings->unknown_items, call_.settings->currency},
              .session_ms = std::int64_t{call_.settings->session_minutes} * 60'000,
              .user_values = who_.attributes,
              .user = who_.user,
              .language = who_.language,
              .happened = &call_.owner->segments,
              .segment_inactive_after_ms = call_.settings->segment_inactive_after_ms});
  static const recommend::recommendation nothing;
  call_.owner->answers.count((*plan)->id, found ? *found : nothing, now_ms_);
  // A page must not break because nothing can be said yet.
  if (!found) return {};
  auto shown = std::move(found->items);
  shown.erase(shown.begin(), shown.begin() + std::min<std::ptrdiff_t>(size.start, std::ssize(shown)));
  for (const auto& each : shown) rules_.leave_out(each.item);
  return shown;
}

}  // namespace footfall::api::richrelevance
