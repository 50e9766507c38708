// Attributes of items by which requests have asked for parts of models that nobody has configured.
#pragma once

#include "footfall/catalog/catalogue.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/store/entity.hpp"

#include <boost/smart_ptr/shared_ptr.hpp>
#include <boost/smart_ptr/weak_ptr.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::customer {

/// Keys that are known for five days after they were asked for last, to the hour. Requests change them in
/// memory; somebody else brings that into the store once in a while (`unsaved`), whose commits are
/// `follow`ed, so that a start has them again. Thread-safe.
class asked_keys {
 public:
  static constexpr std::size_t keys_max = 100;
  static constexpr std::int64_t kept_ms = 5 * std::int64_t{86'400'000};

  /// From now on the key is known, unless as many others are: then false.
  [[nodiscard]] bool add(std::string_view key, std::int64_t now_ms);

  /// Whether the key is known, which is then remembered anew.
  [[nodiscard]] bool touch(std::string_view key, std::int64_t now_ms);

  /// Of `values` those that are parts under a known key: any, unless `told` has more than
  /// `recommend::own_values_max`; then those that most items had when somebody `chose` last.
  [[nodiscard]] std::vector<std::string> parts_of(std::string_view key, std::span<const std::string> values,
                                                  const catalog::catalogue& told) const;

  /// Looks up the most frequent values of each key, where `told` is another catalogue than the last time.
  /// Reads items below `end`: for threads that may take their time.
  void choose(const boost::shared_ptr<const catalog::catalogue>& told, item_index end);

  /// What the store does not have yet: keys with the hour of their last use, at most once an hour each, and
  /// the end of those that are known no more at `now_ms`.
  [[nodiscard]] std::vector<store::entity_write> unsaved(customer_number owner, std::int64_t now_ms);

  /// The store has this, of kind `asked_key`. False: it is of another form, and passed over.
  bool follow(const store::entity_write& write);

 private:
  struct asked_key {
    std::string key;
    std::int64_t last_hour = 0;   // since the epoch
    std::int64_t saved_hour = 0;  // that the store has; 0: it does not have the key
    std::vector<std::string> frequent{};
    boost::weak_ptr<const catalog::catalogue> frequent_in{};
    [[nodiscard]] bool is_known(std::int64_t now_ms) const noexcept;
  };
  // Both with `mutex_` held.
  [[nodiscard]] asked_key* find(std::string_view key) noexcept;
  [[nodiscard]] std::size_t known(std::int64_t now_ms) const;

  mutable std::mutex mutex_;  // guards what follows
  std::vector<asked_key> keys_;
};

}  // namespace footfall::customer
