#include "customers_at_work.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <utility>

namespace footfall::server {

result<boost::shared_ptr<const customer::customer_directory>> make_directory(
    std::span<const customer::customer_settings> settings, const customer::customer_directory* current,
    store::event_store& store, customer::customer_directory* newcomers,
    const profile::profile_settings& bounds) {
  // First what can fail, then what changes customers that are at work.
  auto directory = boost::make_shared<customer::customer_directory>();
  std::vector<
      std::pair<customer::customer_directory::pointer, boost::shared_ptr<const customer::customer_settings>>>
      changed;
  for (const auto& each : settings) {
    const auto wanted = boost::make_shared<const customer::customer_settings>(each);
    const auto number = store.number_of(each.id);
    if (!number) return number.error();
    auto known = current == nullptr ? customer::customer_directory::pointer{} : current->find(*number);
    if (known) {
      changed.emplace_back(known, wanted);
      directory->add(std::move(known));
    } else {
      auto added = boost::make_shared<customer::customer>(*number, wanted, bounds);
      if (newcomers != nullptr) newcomers->add(added);
      directory->add(std::move(added));
    }
  }
  for (auto& [known, wanted] : changed) known->change_settings(std::move(wanted));
  return boost::shared_ptr<const customer::customer_directory>(std::move(directory));
}

}  // namespace footfall::server
