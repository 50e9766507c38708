// One stage of a scenario: lists of models, filtered, normalised and added up.
#include "recommend/stage.hpp"

#include "footfall/model/best_entries.hpp"
#include "footfall/model/item_entries.hpp"
#include "footfall/model/ranking.hpp"
#include "footfall/model/sliced_rows.hpp"
#include "recommend/rare_parts.hpp"
#include "recommend/slice_views.hpp"
#include "recommend/submodels.hpp"

#include <algorithm>
#include <array>
#include <functional>

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

// An item that models of the stage have named: what a candidate is made from.
struct mixed_item {
  item_index item{};
  float score{};
  float loudest{};               // the largest share of one model
  std::uint32_t context_bits{};  // of the context list of the loudest
  std::uint16_t speaker{};       // the loudest
  context_flag context{};        // of that
};

using mixture = model::item_entries<mixed_item>;

float popularity_of(item_index item, const stage_input& input) {
  return input.popularity == nullptr ? 0 : input.popularity->score_of(item);
}

// Of equal scores the more popular item first, then by item index.
bool comes_before(const model::scored_item& left, const model::scored_item& right, const stage_input& input) {
  if (left.score != right.score) return left.score > right.score;
  const auto left_popularity = popularity_of(left.item, input);
  const auto right_popularity = popularity_of(right.item, input);
  return left_popularity != right_popularity ? left_popularity > right_popularity : left.item < right.item;
}

// Replaces `taken` by the best of a list that is not in order; all that can be admitted are in the group.
void take_best(std::span<const model::scored_item> list, std::size_t limit, const stage_input& input,
               const model::question& asked, std::vector<model::scored_item>& taken) {
  thread_local model::best_entries<model::scored_item> best;
  const auto better = [&](const model::scored_item& left, const model::scored_item& right) {
    return comes_before(left, right, input);
  };
  // So many more that only filters which ask about each candidate can make a second round necessary: by its
  // share the group says how many that takes, and afterwards each round does.
  auto wanted = limit + input.excluded;
  if (asked.group) wanted = wanted * input.all.items.size() / std::max<std::size_t>(asked.group->items, 1);
  for (;;) {
    taken.clear();
    const auto chosen = best.choose(list, wanted, better);
    input.filters.expect(chosen);
    for (const auto& entry : chosen)
      if (entry.score > 0 && asked.may_have(entry.item)) taken.push_back(entry);
    if (taken.size() >= limit || wanted >= list.size()) break;
    wanted = taken.empty() ? list.size() : 2 * wanted * limit / taken.size();
  }
  if (taken.size() <= limit) return;
  const auto chosen = best.choose(taken, limit, better);
  taken.assign(chosen.begin(), chosen.end());
}

// A model's share in an item.
struct item_share {
  float score;
  std::uint32_t context_bits;
  std::uint16_t speaker;
  context_flag context;
};

// Adds a share to an item; the model with the largest share is the one that is named.
void add_share(const item_share& share, mixed_item& to) {
  to.score += share.score;
  const auto known_bits = share.context == to.context ? to.context_bits : 0;
  if (share.score > to.loudest) {
    to.loudest = share.score;
    to.speaker = share.speaker;
    to.context = share.context;
    to.context_bits = share.context_bits | known_bits;
  } else if (share.context == to.context) {
    to.context_bits |= share.context_bits;
  }
}

// What a model adds to an item, for the record.
struct noted_share {
  item_index item;
  std::uint16_t speaker;
  float share;
};

void add_list(std::span<const speaker> speakers, std::uint16_t from,
              std::span<const model::scored_item> taken, mixture& to, std::vector<noted_share>* noted) {
  double sum = 0;
  for (const auto& entry : taken) sum += entry.score;
  if (!(sum > 0)) return;  // so old that nothing is left of their weight
  const auto factor = static_cast<float>(speakers[from].weight / sum);
  const auto context = speakers[from].part->context;
  mixture::adder adder(to);
  for (const auto& entry : taken)
    add_share({factor * entry.score, entry.context_bits, from, context}, adder.find_or_add(entry.item));
  if (noted == nullptr) return;
  for (const auto& entry : taken) noted->push_back({entry.item, from, factor * entry.score});
}

// The parts of a mixture that a choice divides.
enum class mixture_part : std::uint8_t { pairs, sessions, sets, own, other };
using part_weights = std::array<float, 5>;

mixture_part part_of(const model::model_kind& kind) {
  switch (kind.family) {
    case model::model_family::co_occurrence:
      return mixture_part::pairs;
    case model::model_family::session_order:
    case model::model_family::session_sets:
      return mixture_part::sessions;
    case model::model_family::ridge_sets:
      return mixture_part::sets;
    case model::model_family::own_items:
      return mixture_part::own;
    case model::model_family::popularity:
    case model::model_family::other:
      return mixture_part::other;
  }
  return mixture_part::other;
}

// What the parts that are there come to: own items have their share of all, sets theirs of what is left,
// session kNN of what is then left, and co-occurrence the rest.
part_weights divide(const part_weights& given, const model::weight_choice& choice) {
  part_weights wanted{};
  float rest = 0;
  for (const auto part : {mixture_part::pairs, mixture_part::sessions, mixture_part::sets, mixture_part::own})
    rest += given[static_cast<std::size_t>(part)];
  const auto take = [&](mixture_part which, double share) {
    const auto place = static_cast<std::size_t>(which);
    if (given[place] > 0) wanted[place] = static_cast<float>(share) * rest;
    rest -= wanted[place];
  };
  take(mixture_part::own, choice.own_weight);
  take(mixture_part::sets, choice.set_weight);
  take(mixture_part::sessions, choice.session_weight);
  wanted[static_cast<std::size_t>(mixture_part::pairs)] = rest;
  return wanted;
}

// Divides the weights anew, for each type of event that a choice is for.
void apply_choices(const model::model_set& models, std::span<speaker> speakers) {
  for (const auto& choice : models.choices) {
    const auto place_of = [&](const speaker& each) {
      const bool concerned = each.built->kind->learns_from == choice.learns_from;
      return static_cast<std::size_t>(concerned ? part_of(*each.built->kind) : mixture_part::other);
    };
    part_weights given{};
    for (const auto& each : speakers) given[place_of(each)] += each.part->weight;
    if (given[static_cast<std::size_t>(mixture_part::pairs)] == 0) continue;
    const auto wanted = divide(given, choice);
    for (auto& each : speakers)
      if (const auto place = place_of(each); place != static_cast<std::size_t>(mixture_part::other))
        each.weight = each.part->weight * wanted[place] / given[place];
  }
}

// How much stands behind a list does not show in it once it is divided by its sum: so few events of one model
// have little weight beside many of another. A model that learns from no events keeps its weight.
void weigh_evidence(std::span<speaker> speakers) {
  constexpr double evidence_share = 0.01;
  const auto events_of = [](const speaker& each) {
    return static_cast<double>(each.built->content->record().events_used);
  };
  double most = 0;
  for (const auto& each : speakers) most = std::max(most, events_of(each));
  for (auto& each : speakers)
    if (const auto events = events_of(each); events > 0)
      each.weight *= static_cast<float>(events / (events + evidence_share * most));
}

void find_speakers(const scenario_stage& stage, const stage_input& input, std::vector<speaker>& speakers) {
  speakers.clear();
  for (const auto& each : input.models)
    if (each.stage == input.number && each.built->content)
      speakers.push_back({each.part, each.built, each.part->weight});
  if (stage.chosen_weights) apply_choices(input.all.models, speakers);
  if (speakers.size() > 1) weigh_evidence(speakers);
}

bool speaks_everywhere(const speaker& each) {
  return each.part->everywhere && each.built->content->ranks() != nullptr;
}

// The share of a model in everything that the others named, and its own best items.
void add_everywhere(std::span<const speaker> speakers, std::uint16_t from,
                    std::span<const model::scored_item> own, mixture& to, std::vector<noted_share>* noted) {
  const auto& all = *speakers[from].built->content->ranks();
  const auto total = all.total();
  if (!(total > 0)) return;
  const auto factor = static_cast<float>(speakers[from].weight / total);
  const auto context = speakers[from].part->context;
  const auto named = to.size();
  // All at once: their scores lie all over the memory.
  thread_local std::vector<item_index> items;
  thread_local std::vector<float> scores;
  items.clear();
  for (const auto& entry : to.entries()) items.push_back(entry.item);
  scores.resize(named);
  all.find_scores(items, scores);
  for (std::size_t place = 0; place < named; ++place)
    if (scores[place] > 0) add_share({factor * scores[place], 0, from, context}, to.entries()[place]);
  for (const auto& entry : own) {
    auto& added = to.find_or_add(entry.item);
    if (&added >= to.entries().data() + named) add_share({factor * entry.score, 0, from, context}, added);
  }
  if (noted == nullptr) return;
  for (const auto& entry : to.entries())
    if (const auto score = all.score_of(entry.item); score > 0)
      noted->push_back({entry.item, from, factor * score});
}

// The submodels that a request may mean; `made` keeps those that it asks for by itself.
std::span<const model::submodel> parts_of(const speaker& each, const stage_input& input,
                                          std::vector<model::submodel>& made) {
  const auto* told = input.seen.categories.told;
  const auto& selectors = input.question.selectors;
  if (told == nullptr || !has_dynamic_parts(*each.built->kind) ||
      std::ranges::all_of(selectors, [](const auto& by) { return by.own.empty(); }))
    return each.built->definition.submodels;
  made = with_asked_values(each.built->definition.submodels, selectors, *told);
  return made;
}

// Whether only a part of the model is asked for: its submodels, or what happened in strict views of its log.
bool find_part(const speaker& each, const stage_input& input, const model::admission& all,
               std::span<const model::slice_view> views, model_part& part) {
  std::vector<model::submodel> made;
  const auto by_items = each.part->data == model_data::submodels ? parts_of(each, input, made)
                                                                 : std::span<const model::submodel>();
  return part.prepare(by_items, input.question.selectors, views, input.seen, all);
}

// Replaces `taken` by the best items of a model that can be shown; false: not all of it answered.
bool ask_model(const scenario_stage& stage, const speaker& each, std::size_t limit, const stage_input& input,
               std::vector<model::scored_item>& taken) {
  // Kept by each thread, so that a request allocates nothing here once it has grown to its usual size.
  thread_local std::vector<model::scored_item> list;
  thread_local model_part part;
  const auto views = find_views(*each.part, *each.built, input.question, input.all);
  const auto* ranks = each.built->content->ranks();
  const auto* within = ranks == nullptr ? nullptr : input.of_rankings;
  const model::admission& all = within == nullptr ? input.admits : *within;
  const auto group = within == nullptr ? input.group : shorter_of(input.group, within->narrowed());
  const bool in_part = find_part(each, input, all, views, part);
  const model::admission& admits = in_part ? part : all;
  const model::question asked{.context = input.context.of(each.part->context).items,
                              .history = input.all.history,
                              .user = input.all.user,
                              .admits = &admits,
                              .wanted = limit,
                              .now_ms = input.all.now_ms,
                              .group = in_part ? shorter_of(group, part.narrowed()) : group,
                              .language = input.all.language,
                              .scope_ms = each.part->scope_ms,
                              .alone = stage.models.size() == 1,
                              .bound = &input.limits.bound,
                              .segments = input.question.segments,
                              .happened = input.all.happened};
  list.clear();
  // Where the log says how much of the user's own is in a mixture, it also says whether any.
  if (!stage.chosen_weights) input.filters.skip(each.built->kind->skipped_filters);
  if (ranks != nullptr && views.empty()) {
    ranks->answer(asked, list);
    taken.swap(list);
  } else {
    if (ranks != nullptr) {
      model::answer_sliced(*ranks, views, asked, list);
    } else {
      each.built->content->answer(asked, list);
      if (!views.empty()) model::add_sliced_rows(each.built->definition, views, asked, list);
    }
    take_best(list, limit, input, asked, taken);
    const bool rare = in_part && taken.size() < input.wanted;
    if (rare && count_rare_part(*each.built, asked, input.all.models, views, list)) {
      thread_local std::vector<model::scored_item> counted;
      take_best(list, limit, input, asked, counted);
      if (counted.size() > taken.size()) taken.swap(counted);
    }
  }
  if (in_part) input.limits.outside = input.limits.outside || part.has_refused();
  return views.empty() && !in_part && within == nullptr;
}

// The lists of all models of the stage that have one, added up.
void mix_lists(const scenario_stage& stage, std::span<const speaker> speakers, const stage_input& input,
               mixture& mixed, std::vector<noted_share>* noted) {
  thread_local std::vector<model::scored_item> taken;
  const bool exact = speakers.size() == 1 && !input.filters.depends_on_answered();
  const auto limit = exact ? input.wanted : std::max(mixture_items, input.wanted);
  mixed.clear(limit * speakers.size());
  for (const bool everywhere : {false, true})
    for (std::uint16_t number = 0; number < speakers.size(); ++number) {
      const auto& each = speakers[number];
      if (speaks_everywhere(each) != everywhere || !(each.weight > 0)) continue;
      if (mixed.size() != 0 && input.limits.is_late()) return;
      const bool whole = ask_model(stage, each, limit, input, taken);
      if (everywhere && whole)
        add_everywhere(speakers, number, taken, mixed, noted);
      else
        add_list(speakers, number, taken, mixed, noted);
    }
}

void record_stage(std::span<const speaker> speakers, const stage_input& input, const mixture& mixed,
                  std::span<const noted_share> noted, std::span<const candidate> best,
                  answer_record& record) {
  auto& row = record.stages[input.number];
  row.asked = true;
  row.candidates = mixed.size();
  row.gave = best.size();
  for (const auto& each : speakers) {
    row.models.push_back({each.built, each.weight});
    auto& part = row.models.back().part;
    std::vector<model::submodel> made;
    if (each.part->data == model_data::submodels)
      part = selected_part(parts_of(each, input, made), input.question.selectors);
    static_cast<void>(find_views(*each.part, *each.built, input.question, input.all, &part));
  }
  for (const auto& chosen : best) {
    auto& item = record.items.emplace_back();
    item.stage = input.number;
    for (const auto& each : noted)
      if (each.item == chosen.item) item.shares.push_back({speakers[each.speaker].built, each.share});
    std::ranges::stable_sort(item.shares, std::greater(), &model_share::share);
  }
}

}  // namespace

item_group shorter_of(const item_group& left, const item_group& right) noexcept {
  if (!left || !right) return left ? left : right;
  return left->items <= right->items ? left : right;
}

void ask_stage(const scenario_stage& stage, const stage_input& input, std::vector<candidate>& best) {
  thread_local std::vector<speaker> speakers;
  thread_local mixture mixed;
  find_speakers(stage, input, speakers);
  std::vector<noted_share> noted;
  mix_lists(stage, speakers, input, mixed, input.all.record == nullptr ? nullptr : &noted);
  input.filters.skip({});
  // What comes behind others may have to give way to what is further behind.
  const bool picks = input.filters.depends_on_answered();
  const auto count = picks ? mixed.size() : std::min(input.wanted, mixed.size());
  const auto better = [&](const mixed_item& left, const mixed_item& right) {
    if (left.score != right.score) return left.score > right.score;
    const auto left_popularity = popularity_of(left.item, input);
    const auto right_popularity = popularity_of(right.item, input);
    if (left_popularity != right_popularity) return left_popularity > right_popularity;
    return input.all.items.key_of(left.item) < input.all.items.key_of(right.item);
  };
  thread_local model::best_entries<mixed_item> chosen;
  const auto first = chosen.choose(mixed.entries(), count, better);
  std::ranges::sort(first, better);
  best.clear();
  for (const auto& entry : first) {
    if (best.size() == input.wanted) break;
    if (picks && !input.filters.choose(entry.item)) continue;
    const auto& from = speakers[entry.speaker];
    best.push_back({entry.item, entry.score, entry.context_bits, from.part, from.built});
  }
  if (input.all.record != nullptr) record_stage(speakers, input, mixed, noted, best, *input.all.record);
}

}  // namespace footfall::recommend
