// What a customer says of its users, by the source that says it; the store has it as entities.
#pragma once

#include "footfall/catalog/attributed_user.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/store/entity.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::customer {

/// Attributes of users in memory. Thread-safe.
class user_attribute_table {
 public:
  /// What each source says of one user.
  using sources = std::map<std::string, std::shared_ptr<const catalog::attributed_user>, std::less<>>;

  /// Replaces what the source has said.
  void put(const user_key& user, std::string_view source, catalog::attributed_user what);
  void remove(const user_key& user, std::string_view source);

  /// Empty for a user of whom nothing was said.
  [[nodiscard]] sources of(const user_key& user) const;

  /// Calls `visit_value(user, key, value)` with all that is said; nothing may be put meanwhile.
  template <class Visit>
  void visit(const Visit& visit_value) const {
    const std::shared_lock lock(mutex_);
    for (const auto& [user, by_source] : users_)
      for (const auto& [source, said] : by_source)
        for (const auto& each : said->attributes) visit_value(user, each.key, each.value);
  }
  /// All that is said, as it is now: for whoever takes longer than others may wait.
  [[nodiscard]] std::vector<std::shared_ptr<const catalog::attributed_user>> all() const;
  /// Grows with each change.
  [[nodiscard]] std::uint64_t revision() const noexcept { return revision_.load(); }

  [[nodiscard]] std::size_t size() const;
  /// Memory that grows with what was said, about.
  [[nodiscard]] std::size_t bytes() const;

 private:
  mutable std::shared_mutex mutex_;  // guards both below
  boost::unordered_flat_map<user_key, sources, std::hash<user_key>> users_;
  std::size_t bytes_ = 0;
  std::atomic<std::uint64_t> revision_{0};
};

/// The write that makes this what the source says of the user, and the one that takes it back. Thread-safe.
[[nodiscard]] store::entity_write user_attributes_write(customer_number owner, const user_key& user,
                                                        std::string_view source,
                                                        const catalog::attributed_user& what);
[[nodiscard]] store::entity_write user_attributes_removal(customer_number owner, const user_key& user,
                                                          std::string_view source);

/// Takes a stored entity of kind `user_attributes`, or its removal, over. Errors: `io_failed` when it is
/// damaged or of a newer form; nothing has changed then.
[[nodiscard]] result<void> apply_user_attributes(const store::entity_write& write, user_attribute_table& to);

}  // namespace footfall::customer
