// What the builder keeps of one customer: its history, what its models need to go on, its choices.
#pragma once

#include "footfall/customer/model_builder.hpp"
#include "footfall/customer/weight_chooser.hpp"
#include "footfall/model/sliced_rows.hpp"
#include "learned_history.hpp"

namespace footfall::customer {

struct model_builder::source {
  /// Goes on with the choices that made the models of this customer, should it have some.
  explicit source(customer_directory::pointer of);

  learned_history learned;  // first: choosers and updaters use it
  model::model_library library;
  std::size_t changes_built = 0;                          // of the history until the last build
  boost::shared_ptr<const customer_settings> settings;    // of the last build
  boost::shared_ptr<const catalog::catalogue> catalogue;  // of the last build
  std::uint64_t users_revision = 0;                       // of the last build
  std::vector<std::string> asked_attributes;              // of users, at the last build
  boost::shared_ptr<const catalog::catalogue> suggested;  // that suggestions are from
  std::int64_t suggested_ms = 0;                          // when they were put in order
  std::vector<std::unique_ptr<weight_chooser>> choosers;  // at work, the last one first
  std::vector<model::weight_choice> choices;              // made
  std::optional<std::int64_t> choices_begun_ms;
  bool choices_changed = false;  // since the last build
  bool caught_up = false;        // the log was read to its end once

  /// Whether an import seems to be under way: a choice would see its beginning only.
  [[nodiscard]] bool is_importing() const {
    constexpr std::size_t late_min = 100;  // so many come late without an import, too
    return learned.late > late_min && learned.late * 100 > learned.history.size();
  }

  /// Whether nothing has come or gone since the last build, and nothing has grown old.
  [[nodiscard]] bool is_built_of(const customer& of, std::int64_t now_ms) const {
    const auto due_ms = catalogue ? library.next_update_ms() : std::nullopt;
    return settings == of.settings.load() && catalogue == of.catalogue.load() && !choices_changed &&
           changes_built == learned.history.changes() && !learned.lacks_transfers() && !has_other_users(of) &&
           asked_attributes == asked_of(of, now_ms) && (!due_ms || now_ms < *due_ms);
  }

  /// Attributes of users that requests asked for lately, whose values have slices.
  [[nodiscard]] static std::vector<std::string> asked_of(const customer& of, std::int64_t now_ms) {
    return of.attributes_asked_for.known(now_ms);
  }

  /// Whether other things are said of users than at the last build, and a model is by what is said. Slices
  /// that only requests asked for wait for events: of somebody something is said all the time.
  [[nodiscard]] bool has_other_users(const customer& of) const {
    return users_revision != of.user_attributes.revision() &&
           std::ranges::any_of(settings->models, &model::has_slices_of_users);
  }

  void keep(model::weight_choice made) {
    std::erase_if(choices, [&](const auto& old) { return old.learns_from == made.learns_from; });
    choices.push_back(std::move(made));
    choices_changed = true;
  }
};

}  // namespace footfall::customer
