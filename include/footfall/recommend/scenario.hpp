// A scenario: which models answer a request, in which order, and what is left out.
#pragma once

#include "footfall/core/shared_list.hpp"
#include "footfall/events/event_kinds.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::recommend {

/// Where a model's context items come from (protocol J1, `contextFlag`).
enum class context_flag : std::uint8_t {
  automatic,  ///< the request's context items, else the user's clicks, purchases, basket and so on
  item,       ///< the request's context items only
  none,       ///< no context
  clicked,    ///< the user's history of this type
  owns,
  consumed,
  rated,
  basket
};

/// Whether a stage asks a model for a part of it.
enum class model_data : std::uint8_t {
  none,       ///< for all of it
  submodels,  ///< for the part that the request names by attributes of items
  segments    ///< for what users of the same segments like
};

/// A model's share in a stage.
struct stage_model {
  std::string model;  ///< id of a model of the customer
  float weight = 1;   ///< share in the mixture, after each list was divided by the sum of its scores; > 0
  context_flag context = context_flag::automatic;
  /// Of a model without context: its share also reaches the items that other models of the stage named, in
  /// proportion to the sum of its scores of all items.
  bool everywhere = false;
  model_data data = model_data::none;
  std::int64_t scope_ms =
      0;  ///< of models with a time scope: only what is younger counts; 0: as the model says
};

/// Which categories a stage is about, from those of the request, or of the context items where that names
/// none (protocol J2).
enum class category_scope : std::uint8_t {
  asked,  ///< of rankings those of the request and what is below, of other models all there are
  site,   ///< all there are
  same,   ///< these, and what is below
  above,  ///< `category_levels` further up, and what is below
  main    ///< of each the `category_levels` uppermost levels, and what is below
};

/// Models that answer together. One that stands alone gives its own list: co-occurrence without neighbours of
/// neighbours, which belong to mixtures (they help small catalogues and cost news; popularity fills up).
struct scenario_stage {
  std::vector<stage_model> models;
  /// Where co-occurrence and session kNN stand together, their weights are divided anew as the builder has
  /// chosen from the customer's log (`model::weight_choice`); their sum stays.
  bool chosen_weights = false;
  category_scope category = category_scope::asked;
  std::uint32_t category_levels = 1;  ///< of `above` and `main`
};

/// On, off, or as the customer's own log says. A truth value is a switch.
class automatic_switch {
 public:
  constexpr automatic_switch(bool on = false) noexcept : state_(on ? state::on : state::off) {}
  [[nodiscard]] static constexpr automatic_switch automatic() noexcept {
    automatic_switch made;
    made.state_ = state::automatic;
    return made;
  }
  [[nodiscard]] constexpr bool is_automatic() const noexcept { return state_ == state::automatic; }
  friend constexpr bool operator==(const automatic_switch&, const automatic_switch&) = default;

 private:
  enum class state : std::uint8_t { off, on, automatic };
  state state_;
};

/// What is left out of an answer (protocol J2). One row in `filters.cpp` each.
struct filter_settings {
  bool context_items = true;                   ///< items that the visitor looks at
  automatic_switch already_purchased = false;  ///< items that the user owns
  bool already_consumed = false;               ///< items that the user has consumed
  bool same_category = false;  ///< items outside the categories of the request, where it names some
  // What the catalogue says; of an item that it does not know nothing is held against it, unless it says so.
  bool price_unknown = false;         ///< items without a price, and those that the catalogue does not know
  bool cheaper_than_context = false;  ///< items below the price of the first context item that has one
  bool variants_of_context = false;   ///< items of the product group of a context item
  bool one_variant = false;           ///< of a product group all items but the best
  bool product_variants = false;      ///< items whose product group is not their own id: products remain
  bool same_brand = false;            ///< items of other brands than those of the context items
  bool category_of_context = false;   ///< items that are in exactly a category of a context item
  double minimum_price = 0;           ///< items below it, in major units of the customer's currency; 0: none
  std::int64_t maximum_item_age_ms = 0;  ///< items that were added, or became valid, longer ago; 0: none
  std::uint32_t repeated_shows = 0;      ///< items shown so often, lately in the running session; 0: none
  std::uint32_t top_sellers = 0;         ///< so many of what is bought most; 0: none
  std::vector<std::string> excluded_categories{};  ///< items that are in exactly one of these
};

/// What moves up in an answer. `by` names a row of `boosts.cpp`, which says what the other members mean.
struct boost_settings {
  std::string by{};
  std::uint32_t places = 1;  ///< by how many places an item moves; 1..50
  std::string attribute{};
  std::string value{};
  std::int64_t maximum_age_ms = 0;
  std::string user_attribute{};
};

/// A recommendation box. The stages are asked in turn until there are enough items.
struct scenario {
  std::string id;
  bool enabled = true;
  std::uint32_t input_type = 1;                ///< item type of context items
  std::vector<std::uint32_t> output_types{1};  ///< item types that it recommends; the lowest is the default
  std::vector<scenario_stage> stages;
  filter_settings filters;
  std::vector<boost_settings> boosts;
  std::string title{};        ///< for people, as is
  std::string description{};  ///< this
};

/// The item type that is recommended where a request names none: the lowest (protocol C1). Thread-safe.
[[nodiscard]] std::uint32_t default_output_type(const scenario& plan) noexcept;

/// The built-in library (protocol C5): what a customer without `scenarios` in its settings gets. It refers to
/// the ids of `model::built_in_models`. Made once. Thread-safe.
[[nodiscard]] shared_list<scenario> built_in_scenarios();

/// Ids of models that scenarios ask for what users of the same segments like, each once. Thread-safe.
[[nodiscard]] std::vector<std::string> models_asked_by_segments(std::span<const scenario> plans);

/// `asked`, `site`, `same`, `above`, `main`. Thread-safe.
[[nodiscard]] std::string_view name_of(category_scope scope) noexcept;

/// `none`, `submodels`, `segments`. Thread-safe.
[[nodiscard]] std::string_view name_of(model_data data) noexcept;

/// `automatic`, `item`, ... as in the configuration file. Thread-safe.
[[nodiscard]] std::string_view name_of(context_flag flag) noexcept;

}  // namespace footfall::recommend
