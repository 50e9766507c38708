#include "api/richrelevance/visitor_attributes.hpp"

#include "api/user_values.hpp"

namespace footfall::api::richrelevance {

result<visitor_attributes> visitor_attributes::read(const endpoint_call& call, const call_parameters& sent,
                                                    const visitor& who) {
  visitor_attributes read;
  const auto& known = call.owner->user_attributes;
  if (!who.user.empty() && known.size() != 0)
    read.said_ = known.of(call.context.hasher.hash(call.settings->id, who.user));
  read.values_ = user_values_of(read.said_);
  const auto told = sent.named_lists("userAttribute");
  if (!told) return told.error();
  for (const auto& [key, values] : *told)
    for (const auto value : values) read.values_.push_back({key, value});
  return read;
}

}  // namespace footfall::api::richrelevance
