// The rows of entities and their generations: a kind is replaced by switching one row.
#pragma once

#include "connection.hpp"
#include "footfall/store/entity.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace footfall::store::sqlite {

/// Writes in the transaction that its caller has opened. Not thread-safe.
class entity_table {
 public:
  [[nodiscard]] static result<entity_table> open(connection& database);

  /// Replacements that another process has left unfinished are given up. A transaction of its own.
  [[nodiscard]] result<void> abandon_all();

  /// Does the writes in their order; returns the indices of those that were dropped, since their replacement
  /// is not under way.
  [[nodiscard]] result<std::vector<std::size_t>> write(std::span<const entity_write> writes);

  /// Makes a new generation beside the present one; one that was begun earlier is given up.
  [[nodiscard]] result<std::uint64_t> begin_replacement(customer_number customer, entity_kind kind);

  /// Whether rows of generations that nobody sees may be left.
  [[nodiscard]] bool has_leftovers() const noexcept { return has_leftovers_; }

  /// Removes up to `rows_max` of them.
  [[nodiscard]] result<void> remove_leftovers(std::size_t rows_max);

 private:
  struct generations {
    customer_number customer;
    entity_kind kind{};
    std::int64_t present = 0;
    std::int64_t next = 0;  ///< 0: no replacement is under way
    std::int64_t last = 0;  ///< the largest ever given
  };

  entity_table(statement put, statement remove, statement find, statement note, statement leftovers,
               statement remove_between, statement note_clean, statement abandon)
      : put_(std::move(put)),
        remove_(std::move(remove)),
        find_(std::move(find)),
        note_(std::move(note)),
        leftovers_(std::move(leftovers)),
        remove_between_(std::move(remove_between)),
        note_clean_(std::move(note_clean)),
        abandon_(std::move(abandon)) {}

  [[nodiscard]] result<generations> find(customer_number customer, entity_kind kind);
  [[nodiscard]] result<void> note(const generations& changed);
  [[nodiscard]] result<void> end_replacement(generations& of, entity_write::action how);
  [[nodiscard]] result<void> write_row(const entity_write& one, std::int64_t generation);
  [[nodiscard]] result<std::size_t> remove_between(const generations& of, std::int64_t above,
                                                   std::int64_t below, std::size_t rows_max);

  statement put_, remove_, find_, note_, leftovers_, remove_between_, note_clean_, abandon_;
  bool has_leftovers_ = true;
};

}  // namespace footfall::store::sqlite
