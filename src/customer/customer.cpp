#include "footfall/customer/customer.hpp"

#include "footfall/model/editorial_items.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace footfall::customer {
namespace {

bool all_digits(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view without_leading_zeros(std::string_view digits) {
  const auto first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? digits.substr(digits.size() - 1) : digits.substr(first);
}

template <class Map, class Key>
customer_directory::pointer lookup(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? customer_directory::pointer{} : found->second;
}

}  // namespace

bool names_customer(std::string_view in_path, std::string_view id) noexcept {
  return in_path == id || (all_digits(in_path) && all_digits(id) &&
                           without_leading_zeros(in_path) == without_leading_zeros(id));
}

const recommend::scenario* customer_settings::find_scenario(std::string_view scenario_id) const noexcept {
  const auto found = std::find_if(scenarios.begin(), scenarios.end(),
                                  [&](const recommend::scenario& each) { return each.id == scenario_id; });
  return found == scenarios.end() ? nullptr : &*found;
}

std::uint32_t customer_settings::retained_since_s(std::int64_t now_ms) const noexcept {
  return static_cast<std::uint32_t>(
      std::clamp<std::int64_t>((now_ms - retention_ms) / 1000, 0, std::numeric_limits<std::uint32_t>::max()));
}

namespace {

std::vector<std::unique_ptr<derived_state>> make_states(const customer_settings& settings,
                                                        const profile::profile_settings& bounds) {
  std::vector<std::unique_ptr<derived_state>> made;
  for (const auto& kind : derived_states()) made.push_back(kind.make(settings, bounds));
  return made;
}

/// What the row with such a value keeps.
template <class Value>
Value& value_of(const std::vector<std::unique_ptr<derived_state>>& states) {
  for (const auto& each : states)
    if (auto* found = dynamic_cast<derived_state_of<Value>*>(each.get())) return found->value;
  throw std::logic_error("no row of the table of derived states keeps what requests read");
}

}  // namespace

customer::customer(customer_number own_number, boost::shared_ptr<const customer_settings> own_settings,
                   const profile::profile_settings& bounds)
    : number(own_number),
      profile_bounds(bounds),
      settings(std::move(own_settings)),
      states(make_states(*settings.load(), bounds)),
      profiles(value_of<profile::linked_profiles>(states)),
      viewers(value_of<profile::viewer_table>(states)),
      categories(value_of<catalog::item_categories>(states)),
      ratings(value_of<catalog::largest_ratings>(states)),
      opt_outs(value_of<opt_out_set>(states)),
      orders(value_of<order_book>(states)),
      preferences(value_of<preference_table>(states)),
      tracked(value_of<catalog::tracked_days>(states)),
      kinds(value_of<kind_times>(states)),
      segments(value_of<profile::segment_log>(states)) {
  segments.count_for([this](item_index item, std::uint32_t time_s) {
    const auto by = transfers.load();
    return by ? by->item_of(item, time_s) : item;
  });
}

void customer::change_settings(boost::shared_ptr<const customer_settings> changed) {
  for (const auto& each : states) each->change_settings(*changed);
  settings.publish(std::move(changed));
}

void customer::publish_models(boost::shared_ptr<const model::model_set> made, std::int64_t now_ms) {
  const std::lock_guard lock(model_changes_);
  models.publish(with_edited_lists(std::move(made), now_ms));
}

void customer::use_edited_lists(std::int64_t now_ms) {
  const std::lock_guard lock(model_changes_);
  const auto before = models.load();
  if (auto now = with_edited_lists(before, now_ms); now != before) models.publish(std::move(now));
}

boost::shared_ptr<const model::model_set> customer::with_edited_lists(
    boost::shared_ptr<const model::model_set> of, std::int64_t now_ms) {
  if (!of) return of;
  const auto now = settings.load();
  model::add_editorial_items(now->models, now->alphanumeric_items, items);
  auto changed = model::with_editorial_lists(*of, now->models, items, now_ms);
  return changed ? changed : of;
}

void customer_directory::add(pointer value) {
  const auto settings = value->settings.load();
  const auto& id = settings->id;
  if (all_digits(id)) by_stripped_id_.emplace(without_leading_zeros(id), value);
  by_number_.emplace(value->number, value);
  by_id_.emplace(id, std::move(value));
}

bool customer_directory::is_joining(std::string_view id) const noexcept {
  return std::any_of(joining_.begin(), joining_.end(),
                     [&](const std::string& each) { return names_customer(id, each); });
}

customer_directory::pointer customer_directory::find(std::string_view id) const {
  if (auto exact = lookup(by_id_, id)) return exact;
  return all_digits(id) ? lookup(by_stripped_id_, without_leading_zeros(id)) : pointer{};
}

customer_directory::pointer customer_directory::find(customer_number number) const {
  return lookup(by_number_, number);
}

}  // namespace footfall::customer
