// The models and scenarios of a customer: the built-in library, what the file gives, what the store has.
#pragma once

#include "mistakes.hpp"

#include "footfall/core/shared_list.hpp"
#include "footfall/customer/customer.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace footfall::settings {

/// Puts a model or scenario in the place of the one with its id, or behind all others.
template <class Element>
void put(shared_list<Element>& list, Element value) {
  auto& among = list.edit();
  const auto same =
      std::find_if(among.begin(), among.end(), [&](const Element& each) { return each.id == value.id; });
  if (same == among.end())
    among.push_back(std::move(value));
  else
    *same = std::move(value);
}

/// A customer as it was read has the models and scenarios that the file gives: notes their ids, puts them on
/// the library unless that is switched off, and reports scenarios that name what is not there. `path` is that
/// of the customer.
void put_on_library(customer::customer_settings& shop, const std::string& path, mistakes& found);

}  // namespace footfall::settings
