// One stage of a scenario: lists of models, filtered, normalised and added up.
#include "recommend/stage.hpp"

#include <algorithm>

namespace footfall::recommend {

namespace {

// Sums for the mixture are taken over this many items of each list that pass the filters: a fixed number, so
// that the length of the answer does not change the order of its items.
constexpr std::size_t mixture_items = 100;

bool passes(item_index item, const stage_input& input) {
  if (std::ranges::binary_search(input.excluded, item)) return false;
  if (std::ranges::find(input.answered, item, &recommended_item::item) != input.answered.end()) return false;
  return input.all.items.key_of(item).type == input.output_type;
}

// Of a list that is not in order: a heap gives the best ones without sorting the rest.
void take_from_heap(std::vector<model::scored_item>& list, std::size_t limit, const stage_input& input,
                    std::vector<model::scored_item>& taken) {
  const auto worse = [](const model::scored_item& left, const model::scored_item& right) {
    return left.score != right.score ? left.score < right.score : left.item > right.item;
  };
  std::ranges::make_heap(list, worse);
  while (!list.empty() && taken.size() < limit) {
    std::ranges::pop_heap(list, worse);
    if (passes(list.back().item, input)) taken.push_back(list.back());
    list.pop_back();
  }
}

// Of a list that is best first: when filters leave too few, the model is asked for twice as many.
void take_from_front(const model::model& content, std::size_t limit, const stage_input& input,
                     std::vector<model::scored_item>& list, std::vector<model::scored_item>& taken) {
  auto wanted = limit + input.excluded.size() + input.answered.size();
  for (std::size_t seen = 0;; wanted *= 2) {
    list.clear();
    content.score({}, wanted, list);
    for (; seen < list.size() && taken.size() < limit; ++seen)
      if (passes(list[seen].item, input)) taken.push_back(list[seen]);
    if (taken.size() == limit || list.size() < wanted) return;
  }
}

void add_share(const stage_model& part, std::string_view id, std::span<const model::scored_item> taken,
               std::vector<candidate>& candidates) {
  double sum = 0;
  for (const auto& entry : taken) sum += entry.score;
  if (!(sum > 0)) return;  // so old that nothing is left of their weight
  for (const auto& entry : taken) {
    const auto share = static_cast<float>(part.weight * (entry.score / sum));
    candidates.push_back({entry.item, share, share, entry.context_bits, &part, id});
  }
}

// Adds up the shares of items that several models named.
void merge_items(std::vector<candidate>& candidates) {
  // Parts of a stage lie in one array: this is their order in the stage.
  std::ranges::sort(candidates, [](const candidate& left, const candidate& right) {
    return left.item != right.item ? left.item < right.item : left.part < right.part;
  });
  auto last = candidates.begin();
  for (auto next = std::next(last); next != candidates.end(); ++next) {
    if (next->item != last->item) {
      *++last = *next;
      continue;
    }
    last->score += next->score;
    const auto same_context = next->part->context == last->part->context;
    const auto bits = same_context ? next->context_bits | last->context_bits : next->context_bits;
    if (next->loudest > last->loudest) {
      last->loudest = next->loudest;
      last->part = next->part;
      last->model = next->model;
      last->context_bits = bits;
    } else if (same_context) {
      last->context_bits = bits;
    }
  }
  candidates.erase(std::next(last), candidates.end());
}

}  // namespace

void ask_stage(const scenario_stage& stage, const stage_input& input, std::vector<candidate>& best) {
  // Kept by each thread, so that a request allocates nothing here once they have grown to their usual size.
  thread_local std::vector<model::scored_item> list;
  thread_local std::vector<model::scored_item> taken;
  const auto limit = stage.models.size() == 1 ? input.wanted : std::max(mixture_items, input.wanted);
  best.clear();
  for (const auto& part : stage.models) {
    const auto* built = input.all.models.find(part.model);
    if (built == nullptr || built->kind == nullptr || !built->content) continue;
    taken.clear();
    if (built->kind->needs_context) {
      list.clear();
      built->content->score(input.context.of(part.context).items, limit, list);
      take_from_heap(list, limit, input, taken);
    } else {
      take_from_front(*built->content, limit, input, list, taken);
    }
    add_share(part, built->definition.id, taken, best);
  }
  if (best.empty()) return;
  if (stage.models.size() > 1) merge_items(best);
  const auto count = std::min(input.wanted, best.size());
  const auto better = [&](const candidate& left, const candidate& right) {
    if (left.score != right.score) return left.score > right.score;
    return input.all.items.key_of(left.item) < input.all.items.key_of(right.item);
  };
  std::ranges::partial_sort(best, best.begin() + static_cast<std::ptrdiff_t>(count), better);
  best.resize(count);
}

}  // namespace footfall::recommend
