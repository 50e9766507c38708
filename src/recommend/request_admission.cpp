#include "recommend/request_admission.hpp"

#include <algorithm>

namespace footfall::recommend {

void request_admission::prepare(const filter_input& input) {
  input_.emplace(input);
  excluded_.clear();
  asked_.clear();
  hints_ = 0;
  reads_user_ = has_refused_ = false;
  for (const auto& row : filters()) {
    if (row.enabled != nullptr && !(input.settings.*row.enabled)) continue;
    found_.clear();
    if (row.prepare(*input_, found_) && row.refuses != nullptr) asked_.push_back(&row);
    for (const auto item : found_) {
      excluded_.push_back({item, &row});
      hints_ |= hint_of(item);
    }
    // What cannot be switched off reads nearly nobody: it counts where it has found something.
    reads_user_ = reads_user_ || (row.reads_user && (row.enabled != nullptr || !found_.empty()));
  }
  // Of an item that several leave out the first row counts: the order of equals stays.
  std::ranges::stable_sort(excluded_, {}, &excluded_item::item);
  // Not std::ranges::unique: clang 14, which builds the fuzz targets, cannot compile that of libstdc++ 12.
  const auto end = std::unique(
      excluded_.begin(), excluded_.end(),
      [](const excluded_item& left, const excluded_item& right) { return left.item == right.item; });
  excluded_.erase(end, excluded_.end());
}

void request_admission::add_answered(item_index item) {
  const auto place = std::ranges::lower_bound(excluded_, item, {}, &excluded_item::item);
  excluded_.insert(place, {item, nullptr});
  hints_ |= hint_of(item);
}

const request_admission::excluded_item* request_admission::find_excluded(item_index item) const {
  const auto place = std::ranges::lower_bound(excluded_, item, {}, &excluded_item::item);
  return place == excluded_.end() || place->item != item ? nullptr : &*place;
}

bool request_admission::is_excluded(item_index item) const {
  const auto* found = find_excluded(item);
  has_refused_ = has_refused_ || (found != nullptr && found->by != nullptr);
  return found != nullptr;
}

const filter* request_admission::refused_by(item_index item) const {
  if (const auto* found = find_excluded(item)) return found->by;
  for (const auto* row : asked_)
    if (row->refuses(*input_, item)) return row;
  return nullptr;
}

}  // namespace footfall::recommend
