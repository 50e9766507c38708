// One stage of a scenario: lists of models, filtered, normalised and added up.
#include "recommend/stage.hpp"

#include "footfall/model/item_places.hpp"

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

// Of a list that is not in order: the best ones are parted from the rest, again when filters leave too few.
void take_best(std::vector<model::scored_item>& list, std::size_t limit, const stage_input& input,
               std::vector<model::scored_item>& taken) {
  const auto better = [&](const model::scored_item& left, const model::scored_item& right) {
    if (left.score != right.score) return left.score > right.score;
    const auto left_popularity = popularity_of(left.item, input);
    const auto right_popularity = popularity_of(right.item, input);
    return left_popularity != right_popularity ? left_popularity > right_popularity : left.item < right.item;
  };
  const auto part_from_rest = [&](std::span<model::scored_item> rest, std::size_t part) {
    std::ranges::nth_element(rest, rest.begin() + static_cast<std::ptrdiff_t>(part - 1), better);
  };
  for (auto rest = std::span(list); !rest.empty() && taken.size() < limit;) {
    // Some more than are missing, so that a second round is rare.
    const auto wanted = limit - taken.size() + input.excluded.size() + input.answered.size();
    const auto part = std::min(wanted, rest.size());
    part_from_rest(rest, part);
    for (const auto& entry : rest.first(part))
      if (entry.score > 0 && passes(entry.item, input)) taken.push_back(entry);
    rest = rest.subspan(part);
  }
  if (taken.size() <= limit) return;
  part_from_rest(taken, limit);
  taken.resize(limit);
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

// The candidates so far and where they stand: an item that several models name has one entry.
struct mixture {
  std::vector<candidate>& candidates;
  model::item_places& places;
};

// Adds a share to a candidate; the model with the largest share is the one that is named.
void add_share(const candidate& share, candidate& to) {
  to.score += share.score;
  if (to.part == nullptr) {
    to = share;
    return;
  }
  const auto same_context = share.part->context == to.part->context;
  const auto bits = same_context ? share.context_bits | to.context_bits : share.context_bits;
  if (share.loudest > to.loudest) {
    to.loudest = share.loudest;
    to.part = share.part;
    to.model = share.model;
    to.context_bits = bits;
  } else if (same_context) {
    to.context_bits = bits;
  }
}

void add_list(const speaker& from, std::span<const model::scored_item> taken, const mixture& to) {
  double sum = 0;
  for (const auto& entry : taken) sum += entry.score;
  if (!(sum > 0)) return;  // so old that nothing is left of their weight
  const auto factor = static_cast<float>(from.weight / sum);
  for (const auto& entry : taken) {
    const auto share = factor * entry.score;
    add_share({entry.item, share, share, entry.context_bits, from.part, from.built->definition.id},
              to.places.find_or_append(entry.item, to.candidates));
  }
}

bool is_session_model(const model::model_kind& kind) {
  return kind.family == model::model_family::session_order ||
         kind.family == model::model_family::session_sets;
}

// Divides the weights of co-occurrence and session kNN anew, for each type of event that a choice is for.
void apply_choices(const model::model_set& models, std::span<speaker> speakers) {
  for (const auto& choice : models.choices) {
    float sessions = 0;
    float pairs = 0;
    const auto concerned = [&](const speaker& each) {
      return each.built->kind->learns_from == choice.learns_from;
    };
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

bool speaks_everywhere(const speaker& each) {
  return each.part->everywhere && !each.built->kind->needs_context;
}

// The share of a model in everything that the others named, and its own best items.
void add_everywhere(const speaker& from, std::span<const model::scored_item> own, const mixture& to) {
  const auto total = from.built->content->total();
  if (!(total > 0)) return;
  const auto factor = static_cast<float>(from.weight / total);
  const auto share_of = [&](item_index item, float score) {
    return candidate{item, factor * score, factor * score, 0, from.part, from.built->definition.id};
  };
  const auto named = to.candidates.size();
  for (auto& entry : to.candidates)
    if (const auto score = from.built->content->score_of(entry.item); score > 0)
      add_share(share_of(entry.item, score), entry);
  for (const auto& entry : own)
    if (to.places.find_or_add(entry.item, to.candidates.size()) >= named)
      to.candidates.push_back(share_of(entry.item, entry.score));
}

// The lists of all models of the stage that have one, added up.
void mix_lists(std::span<const speaker> speakers, const stage_input& input, std::vector<candidate>& mixed) {
  // Kept by each thread, so that a request allocates nothing here once they have grown to their usual size.
  thread_local std::vector<model::scored_item> list;
  thread_local std::vector<model::scored_item> taken;
  thread_local model::item_places places;
  const auto limit = speakers.size() == 1 ? input.wanted : std::max(mixture_items, input.wanted);
  places.clear(limit * speakers.size());
  const mixture all{mixed, places};
  for (const auto& each : speakers) {
    if (speaks_everywhere(each) || !(each.weight > 0)) continue;
    taken.clear();
    if (each.built->kind->needs_context) {
      list.clear();
      each.built->content->score(input.context.of(each.part->context).items, limit, list);
      take_best(list, limit, input, taken);
    } else {
      take_from_front(*each.built->content, limit, input, list, taken);
    }
    add_list(each, taken, all);
  }
  for (const auto& each : speakers) {
    if (!speaks_everywhere(each)) continue;
    taken.clear();
    take_from_front(*each.built->content, limit, input, list, taken);
    add_everywhere(each, taken, all);
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
