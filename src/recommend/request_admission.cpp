#include "recommend/request_admission.hpp"

#include <algorithm>
#include <bit>

namespace footfall::recommend {

void request_admission::prepare(const filter_input& input) {
  input_.emplace(input);
  excluded_.clear();
  asked_.clear();
  narrowed_.reset();
  hints_ = 0;
  skipped_ = 0;
  reads_user_ = has_refused_ = depends_on_answered_ = false;
  turned_ms_ = 0;
  ages_s_.clear();
  for (const auto age_ms : input.ages_ms) ages_s_.push_back(age_ms / 1000);
  for (const auto item : input.context_items)
    if (const auto* told = input.told_of(item)) note_turn(*told);
  findings_.resize(filters().size());
  auto* found = findings_.data();
  for (const auto& row : filters()) {
    if (is_enabled(row, input.settings)) prepare(row, *found);
    ++found;
  }
  std::ranges::sort(excluded_, {}, &excluded_item::item);
  std::size_t kept = 0;
  for (const auto& each : excluded_)
    if (kept != 0 && excluded_[kept - 1].item == each.item)
      excluded_[kept - 1].by |= each.by;
    else
      excluded_[kept++] = each;
  excluded_.resize(kept);
}

void request_admission::expect(std::span<const model::scored_item> candidates) const {
  const auto* const told = input_->categories.told;
  if (told == nullptr || asked_.empty()) return;
  // Records lie all over the memory: this way they are on their way together, and then their categories.
  for (const auto& each : candidates)
    if (const auto* const record = told->find(each.item)) __builtin_prefetch(record);
  for (const auto& each : candidates) __builtin_prefetch(told->categories_of(each.item).data());
}

void request_admission::skip(std::span<const std::string_view> names) {
  skipped_ = 0;
  if (names.empty()) return;
  for (const auto& row : filters())
    if (std::ranges::find(names, row.name) != names.end()) skipped_ |= bit_of(row);
}

void request_admission::prepare(const filter& row, filter_findings& found) {
  found.clear();
  if (row.prepare(*input_, found) && row.refuses != nullptr) {
    depends_on_answered_ = depends_on_answered_ || row.answered != nullptr;
    const auto list = row.narrow == nullptr ? std::nullopt : row.narrow(*input_, found);
    // Who can name all that it admits refuses most: it spares the others nearly all candidates.
    const auto place = list ? std::ranges::find(asked_, false, &asked_filter::narrows) : asked_.end();
    asked_.insert(place, {&row, &found, list.has_value()});
    if (list && (!narrowed_ || list->items < narrowed_->items)) narrowed_ = list;
  }
  for (const auto item : found.excluded) {
    excluded_.push_back({item, bit_of(row)});
    hints_ |= hint_of(item);
  }
  turned_ms_ = std::max(turned_ms_, found.turned_ms);
  // What cannot be switched off reads nearly nobody: it counts where it has found something.
  const bool always_on = std::holds_alternative<std::monostate>(row.enabled);
  reads_user_ = reads_user_ || (row.reads_user && (!always_on || !found.excluded.empty()));
}

void request_admission::add_answered(item_index item) {
  const auto place = std::ranges::lower_bound(excluded_, item, {}, &excluded_item::item);
  if (place != excluded_.end() && place->item == item)
    place->by |= answered;
  else
    excluded_.insert(place, {item, answered});
  hints_ |= hint_of(item);
}

bool request_admission::choose(item_index item) {
  const filter_candidate candidate{item, input_->told_of(item)};
  for (const auto& [row, found, narrows] : asked_)
    if (row->answered != nullptr && row->refuses(*input_, *found, candidate)) return refuse();
  for (const auto& [row, found, narrows] : asked_)
    if (row->answered != nullptr) row->answered(*found, candidate);
  return true;
}

const request_admission::excluded_item* request_admission::find_excluded(item_index item) const {
  const auto place = std::ranges::lower_bound(excluded_, item, {}, &excluded_item::item);
  return place == excluded_.end() || place->item != item ? nullptr : &*place;
}

bool request_admission::is_excluded(item_index item) const {
  const auto* found = find_excluded(item);
  const auto by = found == nullptr ? 0 : found->by & ~skipped_;
  has_refused_ = has_refused_ || (by != 0 && by != answered);
  return by != 0;
}

const filter* request_admission::refused_by(item_index item) const {
  if (const auto* found = find_excluded(item)) {
    const auto by = found->by & ~skipped_;
    if (by == answered) return nullptr;
    if (by != 0) return &filters()[static_cast<std::size_t>(std::countr_zero(by))];
  }
  const filter_candidate candidate{item, input_->told_of(item)};
  const filter* first = nullptr;  // of the table
  for (const auto& [row, found, narrows] : asked_)
    if ((first == nullptr || row < first) && row->refuses(*input_, *found, candidate)) first = row;
  return first;
}

}  // namespace footfall::recommend
