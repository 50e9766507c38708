// One customer's settings and live state. Nothing else holds customer data, so separation shows in the types.
#pragma once

#include "footfall/catalog/catalogue.hpp"
#include "footfall/catalog/item_categories.hpp"
#include "footfall/catalog/item_dictionary.hpp"
#include "footfall/catalog/item_transfers.hpp"
#include "footfall/catalog/largest_ratings.hpp"
#include "footfall/catalog/quality.hpp"
#include "footfall/catalog/suggestion_index.hpp"
#include "footfall/catalog/tracked_days.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/core/published.hpp"
#include "footfall/core/shared_list.hpp"
#include "footfall/customer/answer_counts.hpp"
#include "footfall/customer/asked_attributes.hpp"
#include "footfall/customer/asked_keys.hpp"
#include "footfall/customer/change_times.hpp"
#include "footfall/customer/derived_state.hpp"
#include "footfall/customer/duplicate_window.hpp"
#include "footfall/customer/item_event_counts.hpp"
#include "footfall/customer/kind_times.hpp"
#include "footfall/customer/opt_out_set.hpp"
#include "footfall/customer/order_book.hpp"
#include "footfall/customer/preference_table.hpp"
#include "footfall/customer/recent_requests.hpp"
#include "footfall/customer/user_attributes.hpp"
#include "footfall/model/model_set.hpp"
#include "footfall/profile/linked_profiles.hpp"
#include "footfall/profile/segment_log.hpp"
#include "footfall/profile/viewer_table.hpp"
#include "footfall/recommend/scenario.hpp"
#include "footfall/text/price.hpp"
#include "footfall/traffic/rate_limit.hpp"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace footfall::customer {

/// Default of `customer_settings::items_unknown_max`.
inline constexpr std::uint32_t items_unknown_default = 1'000'000;

/// What the configuration says of a customer.
struct customer_settings {
  std::string id;                   ///< letters, digits, `_`, `-`; not `v1`, `v2`, ... or `recommendation`
  std::string license_key;          ///< password of the bulk interface; empty: the interface is closed
  bool alphanumeric_items = false;  ///< item ids are text (protocol X10)
  text::currency currency{};        ///< of prices without one
  std::string time_zone = "UTC";    ///< of times without one, IANA name
  bool lenient_tracking = false;    ///< `clickrecommended` may come without a scenario (protocol X14)
  /// Others that a user id may be linked with within a week; one with more is not linked at all; 2..200.
  std::uint32_t linked_users_max = identity::link_table::partners_default;
  /// Items that a history keeps of each kind of event; see `profile::history_items_max`; 1..200.
  std::uint32_t history_items = profile::history_items_default;
  /// Items that may have a number because an event named them; what comes with others is stored, but nothing
  /// is learned from it; 1..10,000,000.
  std::uint32_t items_unknown_max = items_unknown_default;
  std::uint32_t session_minutes = 30;  ///< a longer pause begins a new session; window of `viewers`; 1..1440
  std::int64_t retention_ms = 34'560'000'000;  ///< age at which events go; as the store's unless given
  bool tracking_authentication = false;        ///< tracking needs customer id and licence key
  bool recommendation_authentication = false;  ///< recommendations need them
  bool count_bots = false;                     ///< events of known bots are like those of visitors
  bool honour_do_not_track = false;            ///< `DNT: 1` and `Sec-GPC: 1`: nothing is stored
  std::int64_t duplicate_window_ms = 0;        ///< equal requests within it are one; 0: never; at most 10m
  traffic::rate_limit requests;                ///< of tracking, recommendations and bulk requests together
  bool click_categories = true;  ///< category paths of clicks say in which categories an item is
  std::int64_t click_categories_keep_ms = 2'592'000'000;  ///< after a path was last seen; at least 1h
  bool click_items = false;  ///< item data within clicks fills what the customer has not told of an item
  std::vector<std::string> click_item_hosts;  ///< of links and images that clicks may tell
  /// Whether items are recommended of which the customer has told nothing.
  catalog::unknown_items unknown_items = catalog::unknown_items::automatic;
  bool choose_weights = true;       ///< from its log: how lists are mixed, how far models look back
  bool library = true;              ///< the built-in models and scenarios are among what follows
  std::string managed_by = "file";  ///< who has the say about what the file gives of them: `file` or `store`
  std::vector<std::string> file_models;     ///< ids of the models that the file gives
  std::vector<std::string> file_scenarios;  ///< ids of the scenarios that the file gives
  shared_list<model::model_definition> models = model::built_in_models();
  shared_list<recommend::scenario> scenarios = recommend::built_in_scenarios();
  bool dynamic_submodels = false;  ///< requests may ask for parts of models that nobody has configured
  /// Hours of the day by its clocks, that do not overlap; requests may prefer them.
  std::vector<model::time_slot> time_slots{};
  std::int64_t segment_inactive_after_ms = 2'592'000'000;  ///< without an event; at least 1h
  bool search_suggestions = true;  ///< titles, categories and vendors can be searched while somebody types
  /// What they were before documents of the store came to them; null: none has.
  boost::shared_ptr<const customer_settings> of_file{};
  /// A document of the store that is not in force: another version of the program may have stored it, or the
  /// file may say something else by now.
  struct refused_document {
    std::string name;  ///< `scenario box`
    std::string why;   ///< one line for each mistake
  };
  std::vector<refused_document> refused_documents{};

  /// The scenario with this id, enabled or not; null when there is none.
  [[nodiscard]] const recommend::scenario* find_scenario(std::string_view scenario_id) const noexcept;

  /// The first second that the retention leaves at `now_ms`.
  [[nodiscard]] std::uint32_t retained_since_s(std::int64_t now_ms) const noexcept;
};

/// True when a customer id in a path means the customer with this id: as text, or, when both are all digits,
/// without leading zeros, since PHP clients format it as a number (protocol A4). Thread-safe.
[[nodiscard]] bool names_customer(std::string_view in_path, std::string_view id) noexcept;

/// A customer at run time: settings, what its events say, and models. Thread-safe member by member.
class customer {
 public:
  customer(customer_number number, boost::shared_ptr<const customer_settings> settings,
           const profile::profile_settings& bounds = {});

  /// Takes over new settings, with what state depends on them.
  void change_settings(boost::shared_ptr<const customer_settings> changed);

  /// Publishes models that were built; null: there are none. Lists that people have edited meanwhile are in
  /// them as the settings have them now.
  void publish_models(boost::shared_ptr<const model::model_set> made, std::int64_t now_ms);

  /// From now on editorial lists are as the settings have them, without waiting for the builder.
  void use_edited_lists(std::int64_t now_ms);

  const customer_number number;
  const profile::profile_settings profile_bounds;
  published<customer_settings> settings;  ///< changed by `change_settings`
  catalog::item_dictionary items;
  /// One for each row of `derived_states`, in its order; in the state file, too.
  const std::vector<std::unique_ptr<derived_state>> states;

  // What rows of `states` keep and requests read.
  profile::linked_profiles& profiles;
  profile::viewer_table& viewers;
  catalog::item_categories& categories;  ///< by clicks
  catalog::largest_ratings& ratings;
  opt_out_set& opt_outs;
  order_book& orders;
  preference_table& preferences;
  catalog::tracked_days& tracked;
  kind_times& kinds;
  item_event_counts item_events;   ///< since the start
  profile::segment_log& segments;  ///< what happened in segments that events carry

  std::atomic<std::uint64_t> events_without_item{0};  ///< beyond `items_unknown_max`, since the start

  change_times changes;  ///< for answers that may be "not modified"
  answer_counts answers;
  asked_keys parts_asked_for;  ///< of `customer_settings::dynamic_submodels`
  /// Of users who have them: what others with the same value like is learned from the next round on.
  asked_attributes attributes_asked_for;
  recent_requests recent;
  duplicate_window duplicates;
  traffic::token_bucket requests;           ///< of `customer_settings::requests`
  published<model::model_set> models;       ///< null until the first build; see `publish_models`
  published<catalog::catalogue> catalogue;  ///< null as long as the customer has told of no item
  published<catalog::suggestion_index>
      suggestions;  ///< of the catalogue as it was a while ago; null: none yet
  published<catalog::quality_figures>
      quality;  ///< of the catalogue, as of the builder's last round; null: of none
  published<catalog::item_transfers> transfers;  ///< null as long as no item got another id
  user_attribute_table user_attributes;
  /// Held from reading items or attributes until what follows from them is on disk.
  std::mutex entity_changes;

 private:
  [[nodiscard]] boost::shared_ptr<const model::model_set> with_edited_lists(
      boost::shared_ptr<const model::model_set> of, std::int64_t now_ms);

  std::mutex model_changes_;  // held from reading lists until they are published
};

/// All customers by id. Immutable; a reload publishes a new one that shares the customers that stay.
class customer_directory {
 public:
  using pointer = boost::shared_ptr<customer>;

  void add(pointer value);

  /// Notes a customer of the settings whose state is not there yet, so that it is not found.
  void add_joining(std::string id) { joining_.push_back(std::move(id)); }
  /// True for a customer that will be found soon.
  [[nodiscard]] bool is_joining(std::string_view id) const noexcept;

  /// Compares as text first; when nothing matches and the id is all digits, without leading zeros, since PHP
  /// clients format it as a number (protocol A4). Null when unknown.
  [[nodiscard]] pointer find(std::string_view id) const;
  [[nodiscard]] pointer find(customer_number number) const;

  [[nodiscard]] const std::map<std::string, pointer, std::less<>>& by_id() const noexcept { return by_id_; }

 private:
  std::map<std::string, pointer, std::less<>> by_id_;
  std::map<std::string, pointer, std::less<>> by_stripped_id_;
  std::map<customer_number, pointer> by_number_;
  std::vector<std::string> joining_;
};

}  // namespace footfall::customer
