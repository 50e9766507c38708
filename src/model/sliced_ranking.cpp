// An item that is in no slice keeps its place among its like, so that only the best of those matter.
#include "footfall/model/sliced_ranking.hpp"

#include <algorithm>

namespace footfall::model {

namespace {

// An item's score in the whole ranking, and the sum of all.
struct whole_score {
  double own;
  double total;
};

double score_in(const slice_view& view, item_index item, const whole_score& whole) {
  constexpr double raters_prior = 10;
  double own = 0;
  double all = 0;
  bool of_ratings = false;
  for (const auto* slice : view.slices) {
    of_ratings = of_ratings || slice->is_of_ratings();
    own += double{slice->amount_of(item)};
    all += slice->is_of_ratings() ? double{slice->count_of(item)} : slice->total;
  }
  if (of_ratings) return (own + raters_prior * whole.own) / (all + raters_prior);
  const auto weight = all + view.prior;
  const auto share = whole.total > 0 ? whole.own / whole.total : 0;
  return weight > 0 ? (own + view.prior * share) / weight : 0;
}

bool is_in(const slice_view& view, item_index item) {
  return std::ranges::any_of(view.slices, [&](const auto* each) { return each->holds(item); });
}

}  // namespace

void answer_sliced(const ranking& whole, std::span<const slice_view> views, const question& asked,
                   scored_list& out) {
  thread_local std::vector<item_index> candidates;
  candidates.clear();
  if (std::ranges::none_of(views, &slice_view::strict)) {
    whole.answer(asked, out);
    for (const auto& each : out) candidates.push_back(each.item);
    out.clear();
  }
  for (const auto& view : views)
    for (const auto* slice : view.slices)
      candidates.insert(candidates.end(), slice->items.begin(), slice->items.end());
  std::ranges::sort(candidates);
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  const auto total = whole.total();
  for (const auto item : candidates) {
    if (asked.bound != nullptr && !asked.bound->take_one()) return;
    const bool is_outside =
        std::ranges::any_of(views, [&](const slice_view& view) { return view.strict && !is_in(view, item); });
    if (is_outside || !asked.may_have(item)) continue;
    double score = 0;
    for (const auto& view : views) score += score_in(view, item, {double{whole.score_of(item)}, total});
    if (score > 0) out.push_back({item, static_cast<float>(score / static_cast<double>(views.size())), 0});
  }
}

}  // namespace footfall::model
