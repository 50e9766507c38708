#include "customers_at_work.hpp"

#include <boost/smart_ptr/make_shared.hpp>

namespace footfall::server {

result<customer_plan> customer_plan::make(std::span<const customer::customer_settings> settings,
                                          const customer::customer_directory* current,
                                          store::event_store& store,
                                          const profile::profile_settings& bounds) {
  customer_plan plan;
  plan.bounds_ = bounds;
  for (const auto& each : settings) {
    auto wanted = boost::make_shared<const customer::customer_settings>(each);
    const auto number = store.number_of(each.id);
    if (!number) return number.error();
    auto known = current == nullptr ? customer::customer_directory::pointer{} : current->find(*number);
    if (known)
      plan.staying_.emplace_back(std::move(known), std::move(wanted));
    else
      plan.newcomers_.push_back({*number, std::move(wanted)});
  }
  return plan;
}

boost::shared_ptr<const customer::customer_directory> customer_plan::put_in_force() {
  auto directory = boost::make_shared<customer::customer_directory>();
  for (auto& [known, wanted] : staying_) {
    known->change_settings(std::move(wanted));
    directory->add(known);
  }
  return directory;
}

customer::customer_directory customer_plan::make_newcomers() const {
  customer::customer_directory directory;
  for (const auto& each : newcomers_)
    directory.add(boost::make_shared<customer::customer>(each.number, each.settings, bounds_));
  return directory;
}

boost::shared_ptr<const customer::customer_directory> joined(const customer::customer_directory& some,
                                                             const customer::customer_directory& others) {
  auto directory = boost::make_shared<customer::customer_directory>();
  for (const auto* each : {&some, &others})
    for (const auto& [id, member] : each->by_id()) directory->add(member);
  return directory;
}

}  // namespace footfall::server
