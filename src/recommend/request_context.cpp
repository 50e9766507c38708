// Resolves `contextitems` and histories into the lists that models are asked with.
#include "recommend/request_context.hpp"

#include <algorithm>

namespace footfall::recommend {

namespace {

using events::history_type;

/// The source of a history type; nothing for histories that are no context.
std::optional<context_source> source_of(history_type type) noexcept {
  switch (type) {
    case history_type::clicked:
      return context_source::click;
    case history_type::consumed:
      return context_source::consume;
    case history_type::owns:
      return context_source::buy;
    case history_type::basket:
      return context_source::basket;
    case history_type::rated:
      return context_source::rate;
    case history_type::none:
    case history_type::rendered:
    case history_type::wishlist:
    case history_type::blacklist:
      return std::nullopt;
  }
  return std::nullopt;
}

/// The history that a flag stands for; `none` for the flags that are not about one history.
history_type history_of(context_flag flag) noexcept {
  switch (flag) {
    case context_flag::clicked:
      return history_type::clicked;
    case context_flag::owns:
      return history_type::owns;
    case context_flag::consumed:
      return history_type::consumed;
    case context_flag::rated:
      return history_type::rated;
    case context_flag::basket:
      return history_type::basket;
    case context_flag::automatic:
    case context_flag::item:
    case context_flag::none:
      return history_type::none;
  }
  return history_type::none;
}

}  // namespace

void context_list::add(item_index item, context_source source) {
  if (items.size() == items.capacity() || std::ranges::find(items, item) != items.end()) return;
  items.push_back(item);
  sources.push_back(source);
}

request_context::request_context(const query& question, const recommend_input& input, scenario_models models)
    : bought_by_log_(input.plan.filters.already_purchased.is_automatic()) {
  const auto entries = std::min(question.context.size(), context_entries_max);
  used_.reserve(entries);
  for (const auto& reference : std::span(question.context).first(entries)) {
    if (const auto* key = std::get_if<item_key>(&reference))
      use_named(*key, input);
    else
      use_history(std::get<history_type>(reference), input);
  }
  // A list that no model is asked with must not filter anything out: a bestseller that the visitor has seen
  // stays.
  for (const auto& each : models)
    if (each.built->kind->needs_context) fill_list(each.part->context, input);
}

void request_context::append_items(std::vector<item_index>& out) const {
  for (const auto& item : used_)
    if (item.index) out.push_back(*item.index);
  for (const auto& list : lists_)
    for (std::size_t rank = 0; rank < std::min(list.items.size(), model::context_items_max); ++rank)
      if (!bought_by_log_ || list.sources[rank] != context_source::buy) out.push_back(list.items[rank]);
}

void request_context::use_named(const item_key& key, const recommend_input& input) {
  use({key, input.items.find(key), {}}, context_source::request);
}

void request_context::use_history(history_type type, const recommend_input& input) {
  const auto source = source_of(type);
  if (!source) return;
  reads_user_ = true;
  for (const auto& entry : input.history) {
    if (entry.type != type) continue;
    const auto& key = input.items.key_of(entry.item);
    if (key.type == input.plan.input_type) use({key, entry.item, {}}, *source);
  }
}

void request_context::use(used_context_item item, context_source source) {
  auto known = std::ranges::find(used_, item.key, &used_context_item::key);
  if (known == used_.end()) {
    if (used_.size() == context_entries_max) return;
    known = used_.insert(used_.end(), std::move(item));
  }
  if (std::ranges::find(known->sources, source) == known->sources.end()) known->sources.push_back(source);
}

void request_context::add_history(context_list& list, const recommend_input& input, history_type wanted) {
  reads_user_ = true;
  for (const auto& entry : input.history) {
    if (list.items.size() == list.items.capacity()) break;
    const auto source = source_of(entry.type);
    if (!source || (wanted != history_type::none && wanted != entry.type)) continue;
    if (input.items.key_of(entry.item).type == input.plan.input_type) list.add(entry.item, *source);
  }
  list.given = list.given || !list.items.empty();
}

void request_context::fill_list(context_flag flag, const recommend_input& input) {
  auto& list = lists_[static_cast<std::size_t>(flag)];
  if (list.given || flag == context_flag::none) return;
  if (flag == context_flag::automatic || flag == context_flag::item) {
    for (const auto& item : used_)
      if (item.index) list.add(*item.index, item.sources.front());
    list.given = !used_.empty();
    if (flag == context_flag::item || !list.items.empty()) return;
  }
  add_history(list, input, history_of(flag));
}

}  // namespace footfall::recommend
