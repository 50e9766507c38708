// One stage of a scenario: lists of models, filtered, normalised and added up.
#include "recommend/stage.hpp"

#include <algorithm>

namespace footfall::recommend {

namespace {

// Sums for the mixture are taken over this many items of each list that pass the filters: a fixed number, so
// that the length of the answer does not change the order of its items.
constexpr std::size_t mixture_items = 100;

// A model of the stage that has something to say.
struct speaker {
  const stage_model* part;
  const model::built_model* built;
  float weight;
};

float popularity_of(item_index item, const stage_input& input) {
  return input.popularity == nullptr ? 0 : input.popularity->score_of(item);
}

bool passes(item_index item, const stage_input& input) {
  if (std::ranges::binary_search(input.excluded, item)) return false;
  if (std::ranges::find(input.answered, item, &recommended_item::item) != input.answered.end()) return false;
  return input.all.items.key_of(item).type == input.output_type;
}

// Of a list that is not in order: a heap gives the best ones without sorting the rest.
void take_from_heap(std::vector<model::scored_item>& list, std::size_t limit, const stage_input& input,
                    std::vector<model::scored_item>& taken) {
  const auto worse = [&](const model::scored_item& left, const model::scored_item& right) {
    if (left.score != right.score) return left.score < right.score;
    const auto left_popularity = popularity_of(left.item, input);
    const auto right_popularity = popularity_of(right.item, input);
    return left_popularity != right_popularity ? left_popularity < right_popularity : left.item > right.item;
  };
  std::ranges::make_heap(list, worse);
  while (!list.empty() && taken.size() < limit) {
    std::ranges::pop_heap(list, worse);
    if (!(list.back().score > 0)) return;
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

void add_share(const speaker& from, std::span<const model::scored_item> taken,
               std::vector<candidate>& candidates) {
  double sum = 0;
  for (const auto& entry : taken) sum += entry.score;
  if (!(sum > 0)) return;  // so old that nothing is left of their weight
  for (const auto& entry : taken) {
    const auto share = static_cast<float>(from.weight * (entry.score / sum));
    candidates.push_back({entry.item, share, share, entry.context_bits, from.part, from.built->definition.id});
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

bool is_session_model(const model::model_kind& kind) {
  return kind.family == model::model_family::session_order || kind.family == model::model_family::session_sets;
}

// Divides the weights of co-occurrence and session kNN anew, for each type of event that a choice is for.
void apply_choices(const model::model_set& models, std::span<speaker> speakers) {
  for (const auto& choice : models.choices) {
    float sessions = 0;
    float pairs = 0;
    const auto concerned = [&](const speaker& each) { return each.built->kind->learns_from == choice.learns_from; };
    for (const auto& each : speakers) {
      if (!concerned(each)) continue;
      if (is_session_model(*each.built->kind)) sessions += each.part->weight;
      if (each.built->kind->family == model::model_family::co_occurrence) pairs += each.part->weight;
    }
    if (sessions == 0 || pairs == 0) continue;
    const auto session_share = static_cast<float>(choice.session_weight);
    for (auto& each : speakers) {
      if (!concerned(each)) continue;
      if (is_session_model(*each.built->kind))
        each.weight = each.part->weight * session_share * (sessions + pairs) / sessions;
      if (each.built->kind->family == model::model_family::co_occurrence)
        each.weight = each.part->weight * (1 - session_share) * (sessions + pairs) / pairs;
    }
  }
}

void find_speakers(const scenario_stage& stage, const stage_input& input, std::vector<speaker>& speakers) {
  speakers.clear();
  for (const auto& part : stage.models) {
    const auto* built = input.all.models.find(part.model);
    if (built != nullptr && built->kind != nullptr && built->content)
      speakers.push_back({&part, built, part.weight});
  }
  if (stage.chosen_weights) apply_choices(input.all.models, speakers);
}

bool speaks_everywhere(const speaker& each) { return each.part->everywhere && !each.built->kind->needs_context; }

// The share of a model in everything that the others named, and its own best items behind that.
// `candidates` are in order of item, each once; what is added comes behind them.
void add_everywhere(const speaker& from, std::span<const model::scored_item> own,
                    std::vector<candidate>& candidates) {
  const auto total = from.built->content->total();
  if (!(total > 0)) return;
  const auto factor = static_cast<float>(from.weight / total);
  for (auto& entry : candidates) {
    const auto share = factor * from.built->content->score_of(entry.item);
    entry.score += share;
    if (share <= entry.loudest) continue;
    entry = {entry.item, entry.score, share, 0, from.part, from.built->definition.id};
  }
  const auto named = candidates.size();
  for (const auto& entry : own)
    if (!std::ranges::binary_search(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(named),
                                    entry.item, {}, &candidate::item))
      candidates.push_back({entry.item, factor * entry.score, factor * entry.score, 0, from.part,
                            from.built->definition.id});
}

// The lists of all models of the stage that have one, added up.
void mix_lists(std::span<const speaker> speakers, const stage_input& input, std::vector<candidate>& mixed) {
  // Kept by each thread, so that a request allocates nothing here once they have grown to their usual size.
  thread_local std::vector<model::scored_item> list;
  thread_local std::vector<model::scored_item> taken;
  const auto limit = speakers.size() == 1 ? input.wanted : std::max(mixture_items, input.wanted);
  std::size_t lists = 0;
  for (const auto& each : speakers) {
    if (speaks_everywhere(each) || !(each.weight > 0)) continue;
    taken.clear();
    if (each.built->kind->needs_context) {
      list.clear();
      each.built->content->score(input.context.of(each.part->context).items, limit, list);
      take_from_heap(list, limit, input, taken);
    } else {
      take_from_front(*each.built->content, limit, input, list, taken);
    }
    add_share(each, taken, mixed);
    if (!taken.empty()) ++lists;
  }
  const bool spoken_everywhere = std::ranges::any_of(speakers, speaks_everywhere);
  if (!mixed.empty() && (lists > 1 || spoken_everywhere)) merge_items(mixed);
  for (const auto& each : speakers) {
    if (!speaks_everywhere(each)) continue;
    taken.clear();
    take_from_front(*each.built->content, limit, input, list, taken);
    const auto named = mixed.size();
    add_everywhere(each, taken, mixed);
    if (mixed.size() != named) std::ranges::sort(mixed, {}, &candidate::item);
  }
}

}  // namespace

void ask_stage(const scenario_stage& stage, const stage_input& input, std::vector<candidate>& best) {
  thread_local std::vector<speaker> speakers;
  find_speakers(stage, input, speakers);
  best.clear();
  mix_lists(speakers, input, best);
  const auto count = std::min(input.wanted, best.size());
  const auto better = [&](const candidate& left, const candidate& right) {
    if (left.score != right.score) return left.score > right.score;
    const auto left_popularity = popularity_of(left.item, input);
    const auto right_popularity = popularity_of(right.item, input);
    if (left_popularity != right_popularity) return left_popularity > right_popularity;
    return input.all.items.key_of(left.item) < input.all.items.key_of(right.item);
  };
  std::ranges::partial_sort(best, best.begin() + static_cast<std::ptrdiff_t>(count), better);
  best.resize(count);
}

}  // namespace footfall::recommend
