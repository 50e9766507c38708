// The customers of a running server: made from the settings, remade by a reload.
#pragma once

#include "footfall/core/published.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/store/event_store.hpp"

#include <span>
#include <utility>
#include <vector>

namespace footfall::server {

/// What other settings mean for the customers. Making one changes none of them; what can fail is done then.
class customer_plan {
 public:
  using settings_pointer = boost::shared_ptr<const customer::customer_settings>;

  /// A customer that `current` (may be null) has keeps its live state; the others are newcomers, with these
  /// bounds of their histories. To the models and scenarios of the settings come those that the store has.
  /// Errors: `store_failed` when a newcomer cannot be given its number, or the documents cannot be read.
  [[nodiscard]] static result<customer_plan> make(std::span<const customer::customer_settings> settings,
                                                  const customer::customer_directory* current,
                                                  store::event_store& store,
                                                  const profile::profile_settings& bounds);

  /// Gives the customers that stay their new settings and returns the directory of these; newcomers are noted
  /// as joining. To be called once.
  [[nodiscard]] boost::shared_ptr<const customer::customer_directory> put_in_force();

  [[nodiscard]] bool has_newcomers() const noexcept { return !newcomers_.empty(); }

  /// The newcomers, as if nothing had ever happened to them: their past in the log is to be applied.
  [[nodiscard]] customer::customer_directory make_newcomers() const;

 private:
  struct newcomer {
    customer_number number;
    settings_pointer settings;
  };
  std::vector<std::pair<customer::customer_directory::pointer, settings_pointer>> staying_;
  std::vector<newcomer> newcomers_;
  profile::profile_settings bounds_;
};

/// Both together, nobody joining. They share no customer.
[[nodiscard]] boost::shared_ptr<const customer::customer_directory> joined(
    const customer::customer_directory& some, const customer::customer_directory& others);

}  // namespace footfall::server
