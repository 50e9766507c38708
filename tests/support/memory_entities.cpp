#include "support/memory_entities.hpp"

#include <utility>

namespace footfall::test {

std::vector<std::size_t> memory_entities::write(std::span<const store::entity_write> writes) {
  using action = store::entity_write::action;
  const std::lock_guard guard(mutex_);
  std::vector<std::size_t> dropped;
  for (std::size_t index = 0; index < writes.size(); ++index) {
    const auto& one = writes[index];
    auto& of = kinds_[{one.customer, one.kind}];
    const bool is_row = one.what == action::put || one.what == action::remove;
    if (one.replacement != 0 ? one.replacement != of.next : !is_row) {
      dropped.push_back(index);
      continue;
    }
    auto& rows = one.replacement != 0 ? of.replacing : of.rows;
    if (one.what == action::put)
      rows.insert_or_assign(one.key, one.content);
    else if (one.what == action::remove)
      rows.erase(one.key);
    else
      end_replacement(of, one.what == action::finish_replacement);
  }
  return dropped;
}

std::uint64_t memory_entities::begin_replacement(customer_number customer, store::entity_kind kind) {
  const std::lock_guard guard(mutex_);
  auto& of = kinds_[{customer, kind}];
  of.replacing.clear();
  return of.next = ++of.last;
}

void memory_entities::abandon_replacements() {
  const std::lock_guard guard(mutex_);
  for (auto& [which, of] : kinds_) end_replacement(of, false);
}

result<std::optional<std::string>> memory_entities::get(customer_number customer, store::entity_kind kind,
                                                        std::string_view key) const {
  const std::lock_guard guard(mutex_);
  const auto of = kinds_.find({customer, kind});
  if (of == kinds_.end()) return std::optional<std::string>{};
  const auto row = of->second.rows.find(key);
  if (row == of->second.rows.end()) return std::optional<std::string>{};
  return std::optional(row->second);
}

result<store::entity_page> memory_entities::scan(
    customer_number customer, store::entity_kind kind, std::string_view after, std::size_t count_max,
    const std::function<void(std::string_view key, std::string_view content)>& visit) const {
  const std::lock_guard guard(mutex_);
  store::entity_page visited{.last = std::string(after), .generation = 0, .end = true};
  const auto of = kinds_.find({customer, kind});
  if (of == kinds_.end()) return visited;
  visited.generation = of->second.present;
  for (auto row = of->second.rows.upper_bound(after); row != of->second.rows.end(); ++row) {
    if (count_max-- == 0) {
      visited.end = false;
      break;
    }
    visit(row->first, row->second);
    visited.last = row->first;
  }
  return visited;
}

void memory_entities::end_replacement(kind_rows& of, bool finished) {
  if (finished) {
    of.rows = std::move(of.replacing);
    of.present = of.next;
  }
  of.replacing.clear();
  of.next = 0;
}

}  // namespace footfall::test
