// THE table of models. Adding a model is adding one file and one row in `model_kinds.cpp`.
#pragma once

#include "footfall/catalog/catalogue.hpp"
#include "footfall/catalog/item_dictionary.hpp"
#include "footfall/core/shared_list.hpp"
#include "footfall/events/event.hpp"
#include "footfall/model/event_history.hpp"
#include "footfall/model/model.hpp"
#include "footfall/model/model_option.hpp"
#include "footfall/model/slices.hpp"
#include "footfall/model/submodel.hpp"
#include "footfall/profile/segment_log.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace footfall::model {

/// An option of a model and what it is set to.
struct option_value {
  std::string_view key;  ///< of a row that lives for ever
  double value = 0;
  friend bool operator==(const option_value&, const option_value&) = default;
};

/// What items are compared by: a key of the catalogue, or `category`, `brand`, `price`.
struct compared_attribute {
  std::string key;
  std::string type = "NOMINAL";     ///< or `NUMERIC`; `price` always is
  double weight = 1;                ///< only the ratio to the others matters
  std::string scale = "automatic";  ///< of numbers: `log`, `linear`, or as the values say
  double spread = 0;  ///< of numbers: the difference that makes 1/e of a similarity; 0: as they say
  friend bool operator==(const compared_attribute&, const compared_attribute&) = default;
};

/// The settings of a model.
struct model_definition {
  std::string id;                     ///< reference code: letters, digits, `_`, `-`; `modelid` in links
  std::string type;                   ///< name of a row of `model_kinds()`, as `CF_I2I_CLICK`
  std::vector<option_value> options;  ///< those of its kind
  std::vector<std::string> items{};  ///< of an editorial list: `12` of type 1, `2/abc`; the first comes first
  std::vector<compared_attribute> attributes{};  ///< of content models; none: category, brand and price
  std::vector<submodel> submodels{};             ///< parts that can be asked for
  std::vector<segment_group> segment_groups{};   ///< users whose likings can be asked for
  std::vector<std::string> user_attributes{};    ///< by which users are alike where a request says so
  /// Of stereotypes: what groups of items are made from, `rows` of co-occurrence or the values under a key.
  std::string source = "rows";
  /// Of models of texts, whether words are cut to their stems: `none`; `automatic`, as the language of the
  /// text says; or a language, which is that of texts that name none.
  std::string stem = "none";

  /// The value of an option; its default where the definition does not say, that of its kind where the log
  /// is to decide and has not yet.
  [[nodiscard]] double operator[](const model_option& which) const noexcept;
  /// The same of a duration, in milliseconds, and of a whole number.
  [[nodiscard]] std::int64_t ms(const model_option& which) const noexcept;
  [[nodiscard]] std::uint32_t whole(const model_option& which) const noexcept;

  template <class Number>
  requires std::is_arithmetic_v<Number>
  void set(const model_option& which, Number value) { set_value(which, static_cast<double>(value)); }
  /// Where the value of an option is kept; null when its kind has no such option.
  [[nodiscard]] double* find(std::string_view key) noexcept;

  friend bool operator==(const model_definition&, const model_definition&) = default;

 private:
  void set_value(const model_option& which, double value);
};

/// What models of one kind have in common.
enum class model_family : std::uint8_t {
  popularity,
  co_occurrence,
  session_order,
  session_sets,
  ridge_sets,
  own_items,
  other  ///< nothing that anybody outside needs to know
};

/// What a part of the log adds to a model with context: rows counted from the newest sequences there.
enum class sliced_rows : std::uint8_t { none, of_sessions, of_journeys };

/// What a build works on.
struct build_input {
  const event_history& history;  ///< settled
  const catalog::item_dictionary& items;
  std::int64_t now_ms = 0;
  unsigned threads = 1;
  /// Models of fewer events are always made from the whole history: that is as quick as finding out what has
  /// changed, and their ages count from now.
  std::size_t changes_from_events = 100'000;
  std::string_view time_zone = "UTC";                       ///< whose days are those of the customer
  boost::shared_ptr<const catalog::catalogue> catalogue{};  ///< null: the customer has told of no item
  known_users users{};
  std::span<const time_slot> time_slots{};
  const profile::segment_log* segments = nullptr;    ///< null: no event carries segments
  std::span<const std::string> asked_by_segments{};  ///< models that scenarios ask for what segments like
  std::span<const std::string> asked_attributes{};   ///< of users, that requests asked for lately; ascending
};

/// Makes one model again and again. Not thread-safe.
class model_updater {
 public:
  virtual ~model_updater() = default;

  /// The model of the history as it is now. Costs what has changed since the last call, which must have been
  /// for the same history; now and then, and the first time, the whole history is counted again
  /// (`update_period`). Either way gives the same model but for rounding.
  [[nodiscard]] virtual boost::shared_ptr<const model> update(const build_input& input) = 0;
};

/// One row of the table.
struct model_kind {
  std::string_view type;
  std::string_view title;          ///< for people: "Also clicked"
  events::event_type learns_from;  ///< the events whose items it tells
  /// All events that it is made from. While none of them comes or goes, and its period lasts, it stays as it
  /// is. Empty: it is made from no events.
  std::vector<events::event_type> inputs;
  model_family family;
  bool needs_context;  ///< scores nothing without context items
  std::vector<model_option> options;
  std::unique_ptr<model_updater> (*make_updater)(const model_definition& definition,
                                                 events::event_type learns_from);
  /// The model that was saved, of items below `items_end`; null when no such model can have been saved.
  boost::shared_ptr<const model> (*load)(const model_definition& definition, const build_record& record,
                                         model_reader& from, std::size_t items_end);
  /// Filters of scenarios, by name, that its list does not obey: what it tells would be taken by them.
  std::vector<std::string_view> skipped_filters{};
  /// The part of the user's history that it answers from, and from nothing else; none: what it has learned.
  events::history_type own_history = events::history_type::none;
  bool reads_catalogue = false;  ///< made from the catalogue, and anew when that has changed
  bool comes_due = false;        ///< its list changes as time passes, without an event: what is needed again
  bool of_segment = false;       ///< it answers from what happened in the one segment that a request names
  bool of_last_events = false;   ///< its list is what happened last: another one with each event
  sliced_rows rows_of_slices = sliced_rows::none;
};

/// All rows. Thread-safe.
[[nodiscard]] std::span<const model_kind> model_kinds();

/// The row of a type, upper case as in the table; null when there is none.
[[nodiscard]] const model_kind* find_model_kind(std::string_view type);

/// The first row of a family that learns from these events; null when there is none.
[[nodiscard]] const model_kind* find_model_kind(model_family family, events::event_type learns_from);

/// A definition with the defaults of its kind; the type must be one of the table.
[[nodiscard]] model_definition default_definition(std::string_view id, std::string_view type);

/// The built-in library: what a customer without `models` in its settings gets. Made once. Thread-safe.
[[nodiscard]] shared_list<model_definition> built_in_models();

}  // namespace footfall::model
