// An item that is in no slice keeps its place among its like, so that only the best of those matter.
#include "footfall/model/sliced_ranking.hpp"

#include <algorithm>

namespace footfall::model {

namespace {

double score_in(const slice_view& view, item_index item, double share) {
  double own = 0;
  double all = 0;
  for (const auto* slice : view.slices) {
    own += double{slice->amount_of(item)};
    all += slice->total;
  }
  const auto weight = all + view.prior;
  return weight > 0 ? (own + view.prior * share) / weight : 0;
}

bool is_in(const slice_view& view, item_index item) {
  return std::ranges::any_of(view.slices, [&](const auto* each) { return each->amount_of(item) > 0; });
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
    const auto share = total > 0 ? double{whole.score_of(item)} / total : 0;
    double score = 0;
    for (const auto& view : views) score += score_in(view, item, share);
    if (score > 0) out.push_back({item, static_cast<float>(score / static_cast<double>(views.size())), 0});
  }
}

}  // namespace footfall::model
