// From the attributes of a request to groups of items, and whether an item is in them.
#include "recommend/submodels.hpp"

#include "footfall/catalog/catalogue.hpp"
#include "footfall/model/model_kinds.hpp"
#include "footfall/text/decimal.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace footfall::recommend {

namespace {

// More members than this are not listed: they are looked for along the list of the model.
constexpr std::size_t scanned_numbers_max = 100'000;

const model::value_group* find_group(const model::submodel& of, std::string_view value) {
  const auto group = std::ranges::find_if(of.groups, [&](const model::value_group& each) {
    return std::ranges::find(each.values, value) != each.values.end();
  });
  return group == of.groups.end() ? nullptr : &*group;
}

const model::number_interval* find_interval(const model::submodel& of, std::string_view value) {
  const auto number = text::to_decimal(value);
  if (!number) return nullptr;
  for (const auto& each : of.intervals) {
    const bool holds_end = &each == &of.intervals.back();
    if (each.from <= *number && (*number < each.to || (holds_end && *number == each.to))) return &each;
  }
  return nullptr;
}

// Parts by attributes of users are slices of the log, and select no items by themselves.
bool selects(const model::submodel& of, const attribute_selector& by) {
  if (of.is_of_users() || of.key != by.key) return false;
  return (!by.ranges.empty() && !of.intervals.empty()) ||
         std::ranges::any_of(by.values, [&](const std::string& value) {
           return find_group(of, value) != nullptr || find_interval(of, value) != nullptr;
         });
}

// How many values that items have are in groups of the model.
std::size_t grouped_values(const model::model_definition& of, std::string_view key,
                           const catalog::catalogue& told) {
  std::set<std::string_view> found;
  for (const auto& submodel : of.submodels) {
    if (submodel.key != key || submodel.is_of_users()) continue;
    for (const auto& group : submodel.groups)
      for (const auto& value : group.values)
        if (!told.items_with(catalog::value_of(key, value)).empty()) found.insert(value);
  }
  return found.size();
}

}  // namespace

bool selects_value(const model::submodel& of, const attribute_selector& by, std::string_view value) {
  if (of.key != by.key) return false;
  const auto* const group = find_group(of, value);
  const auto* const interval = find_interval(of, value);
  const bool by_value = std::ranges::any_of(by.values, [&](const std::string& wanted) {
    return (group != nullptr && group == find_group(of, wanted)) ||
           (interval != nullptr && interval == find_interval(of, wanted));
  });
  return by_value || (interval != nullptr && std::ranges::find(by.ranges, *interval) != by.ranges.end());
}

bool has_dynamic_parts(const model::model_kind& kind) noexcept {
  using enum model::model_family;
  return kind.family == popularity || kind.family == co_occurrence || kind.family == session_order ||
         kind.family == session_sets;
}

std::string_view refusal_of_key(std::string_view key, const scenario& plan,
                                std::span<const model::model_definition> models,
                                const catalog::catalogue& told) {
  const auto values = told.values_under(key);
  if (values == 0) return "no item has a NOMINAL value under it";
  if (values > own_values_max) return "items have more than 50 different values under it";
  bool any = false;
  for (const auto& stage : plan.stages)
    for (const auto& part : stage.models) {
      if (part.data != model_data::submodels) continue;
      const auto of = std::ranges::find(models, part.model, &model::model_definition::id);
      const auto* const kind = of == models.end() ? nullptr : model::find_model_kind(of->type);
      if (kind == nullptr || !has_dynamic_parts(*kind)) continue;
      if (grouped_values(*of, key, told) < values) return {};
      any = true;
    }
  return any ? "all its values are in groups of the model"
             : "no model that the scenario asks for submodels is of popularity or collaborative";
}

std::vector<model::submodel> with_asked_values(std::span<const model::submodel> configured,
                                               std::span<const attribute_selector> selectors,
                                               const catalog::catalogue& told) {
  std::vector<model::submodel> all(configured.begin(), configured.end());
  for (const auto& by : selectors) {
    if (by.own.empty()) continue;
    auto own = std::ranges::find_if(
        all, [&](const model::submodel& each) { return each.key == by.key && !each.is_of_users(); });
    if (own == all.end()) own = all.insert(own, {.key = by.key});
    for (const auto& value : by.own)
      if (find_group(*own, value) == nullptr && !told.items_with(catalog::value_of(by.key, value)).empty())
        own->groups.push_back({{value}});
  }
  return all;
}

std::string selected_part(std::span<const model::submodel> of,
                          std::span<const attribute_selector> selectors) {
  std::string text;
  const auto add = [&](std::string_view key, const std::string& value) {
    text.append(text.empty() ? "" : "; ").append(key).append("=").append(value);
  };
  for (const auto& submodel : of)
    for (const auto& by : selectors) {
      if (!selects(submodel, by)) continue;
      for (const auto& value : by.values)
        if (find_group(submodel, value) != nullptr || find_interval(submodel, value) != nullptr)
          add(by.key, value);
      if (!submodel.intervals.empty())
        for (const auto& range : by.ranges)
          add(by.key, text::decimal_text(range.from) + ":" + text::decimal_text(range.to));
    }
  return text;
}

void model_part::wanted_values::clear() {
  lists.clear();
  intervals.clear();
  numbers = nullptr;
  by_price = false;
  numbered.clear();
  narrowing.clear();
}

void model_part::begin(const filter_input& input, const model::admission& others) {
  used_ = 0;
  has_refused_ = false;
  narrowed_.reset();
  others_ = &others;
  input_ = &input;
}

model_part::wanted_values& model_part::want_key() {
  if (keys_.size() == used_) keys_.emplace_back();
  auto& wanted = keys_[used_++];
  wanted.clear();
  return wanted;
}

bool model_part::prepare(std::span<const model::submodel> of, std::span<const attribute_selector> selectors,
                         std::span<const model::slice_view> views, const filter_input& input,
                         const model::admission& others) {
  begin(input, others);
  for (const auto& view : views) {
    if (!view.strict) continue;
    auto& wanted = want_key();
    for (const auto* slice : view.slices) wanted.lists.emplace_back(slice->items);
  }
  for (const auto& submodel : of)
    for (const auto& by : selectors) {
      if (!selects(submodel, by)) continue;
      auto& wanted = want_key();
      wanted.by_price = submodel.key == "price";
      if (!wanted.by_price && input.categories.told != nullptr)
        wanted.numbers = &input.categories.told->numbers_of(submodel.key);
      for (const auto& value : by.values) want_group(submodel, value, wanted);
      if (!submodel.intervals.empty())
        for (const auto& range : by.ranges) want_range(submodel, range, wanted);
    }
  for (std::size_t key = 0; key < used_; ++key) narrow(keys_[key]);
  return used_ != 0;
}

void model_part::want_group(const model::submodel& of, std::string_view value, wanted_values& to) const {
  if (const auto* const group = find_group(of, value); group != nullptr && input_->categories.told != nullptr)
    for (const auto& each : group->values)
      to.lists.push_back(input_->categories.told->items_with(catalog::value_of(of.key, each)));
  if (const auto* const interval = find_interval(of, value))
    to.intervals.push_back({interval->from, interval->to, interval == &of.intervals.back()});
}

void model_part::want_range(const model::submodel& of, const model::number_interval& range,
                            wanted_values& to) {
  to.intervals.push_back({range.from, range.to, range.to == of.intervals.back().to});
}

// Lists the items of one key; of intervals only where they are quickly found.
void model_part::narrow(wanted_values& by) {
  const auto numbers = by.numbers == nullptr ? 0 : by.numbers->size();
  if (by.by_price || (!by.intervals.empty() && numbers > scanned_numbers_max)) return;
  by.narrowing = by.lists;
  if (numbers != 0 && !by.intervals.empty()) {
    by.numbers->visit([&](const catalog::numbered_item& each) {
      if (is_in(by.intervals, each.number)) by.numbered.push_back(each.item);
    });
    by.narrowing.emplace_back(by.numbered);
  }
  const auto found = model::item_lists::of(by.narrowing);
  if (!narrowed_ || found.items < narrowed_->items) narrowed_ = found;
}

bool model_part::is_in(std::span<const bounds> intervals, double number) noexcept {
  return std::ranges::any_of(intervals, [&](const bounds& each) { return each.holds(number); });
}

bool model_part::is_wanted(const wanted_values& by, item_index item) const {
  for (const auto& list : by.lists)
    if (std::ranges::binary_search(list, item)) return true;
  if (by.intervals.empty()) return false;
  if (by.by_price) {
    const auto* const told = input_->told_of(item);
    if (told == nullptr || told->unit != input_->offered.currency) return false;
    const auto minor = catalog::price_at(*told, input_->now_ms / 1000);
    return minor &&
           is_in(by.intervals, static_cast<double>(*minor) / std::pow(10.0, text::minor_digits(told->unit)));
  }
  return by.numbers != nullptr && std::ranges::any_of(by.numbers->of(item), [&](const auto& own) {
           return is_in(by.intervals, own.number);
         });
}

bool model_part::admits(item_index item) const {
  for (std::size_t key = 0; key < used_; ++key)
    if (!is_wanted(keys_[key], item)) {
      has_refused_ = true;
      return false;
    }
  return others_->admits(item);
}

}  // namespace footfall::recommend
