#include "model/slice_members.hpp"

#include "model/make_slices.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace footfall::model {

namespace {

using facts_by_owner = boost::unordered_flat_map<owner_number, std::vector<std::string>>;

// What is said of people who have events, as far as it is of one of these attributes.
facts_by_owner find_facts(const build_input& input, const std::vector<std::string>& keys) {
  facts_by_owner facts;
  if (!input.users.visit || keys.empty()) return facts;
  input.users.visit([&](const user_key& user, std::string_view key, std::string_view value) {
    if (std::ranges::find(keys, key) == keys.end()) return;
    if (const auto owner = input.history.find_user(user))
      facts[*owner].push_back(std::string(key).append(1, '=').append(value));
  });
  return facts;
}

std::string key_of_fact(std::string_view fact) { return std::string(fact.substr(0, fact.find('='))); }

std::vector<std::string> keys_of(const model_definition& definition,
                                 std::span<const std::string> attributes) {
  std::vector<std::string> keys(attributes.begin(), attributes.end());
  for (const auto& group : definition.segment_groups)
    for (const auto& part : group.parts)
      for (const auto& segment : part.segments) keys.push_back(key_of_fact(fact_of(segment)));
  return keys;
}

// The values of attributes that have slices of their own: of each attribute those of most people.
std::vector<std::string> frequent_values(std::span<const std::string> attributes,
                                         const facts_by_owner& facts) {
  std::map<std::string, std::size_t> owners;
  for (const auto& [owner, known] : facts)
    for (const auto& fact : known) ++owners[fact];
  std::vector<std::string> chosen;
  for (const auto& key : attributes) {
    std::vector<std::pair<std::size_t, std::string>> values;
    for (const auto& [fact, count] : owners)
      if (key_of_fact(fact) == key) values.emplace_back(count, fact);
    std::ranges::stable_sort(values,
                             [](const auto& left, const auto& right) { return left.first > right.first; });
    if (values.size() > slice_values_max) values.resize(slice_values_max);
    for (auto& [count, fact] : values) chosen.push_back(std::move(fact));
  }
  return chosen;
}

}  // namespace

slice_members::slice_members(const model_definition& definition, std::span<const std::string> attributes,
                             const build_input& input)
    : slots_(input.time_slots), clocks_(input.time_zone) {
  const auto facts = find_facts(input, keys_of(definition, attributes));
  const auto values = frequent_values(attributes, facts);
  const auto& groups = definition.segment_groups;
  for (const auto& group : groups) names_.push_back(group.id);
  names_.insert(names_.end(), values.begin(), values.end());
  first_slot_ = names_.size();
  for (const auto& slot : slots_) names_.push_back(name_of(slot));
  boost::unordered_flat_map<std::string_view, std::uint32_t> numbers;
  for (std::uint32_t value = 0; value < values.size(); ++value)
    numbers.emplace(values[value], static_cast<std::uint32_t>(groups.size()) + value);
  std::map<std::vector<std::uint32_t>, std::uint32_t> known_sets;
  for (const auto& [owner, known] : facts) {
    std::vector<std::uint32_t> in;
    for (std::uint32_t group = 0; group < groups.size(); ++group)
      if (is_true(groups[group], known)) in.push_back(group);
    for (const auto& fact : known)
      if (const auto found = numbers.find(fact); found != numbers.end()) in.push_back(found->second);
    std::ranges::sort(in);
    in.erase(std::unique(in.begin(), in.end()), in.end());
    if (in.empty()) continue;
    const auto [set, is_new] = known_sets.try_emplace(in, static_cast<std::uint32_t>(sets_.size()));
    if (is_new) sets_.push_back(std::move(in));
    set_of_.emplace(owner, set->second);
  }
}

std::span<const std::uint32_t> slice_members::of(owner_number owner) const noexcept {
  const auto set = set_of_.find(owner);
  return set == set_of_.end() ? std::span<const std::uint32_t>() : sets_[set->second];
}

}  // namespace footfall::model
