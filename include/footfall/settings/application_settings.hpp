// All settings of a process: the modules' own structs, put together.
#pragma once

#include "footfall/customer/customer.hpp"
#include "footfall/customer/history_keeper.hpp"
#include "footfall/customer/model_builder.hpp"
#include "footfall/feeds/feed_settings.hpp"
#include "footfall/settings/richrelevance_settings.hpp"
#include "footfall/settings/server_settings.hpp"
#include "footfall/store/engines.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace footfall::settings {

/// What the configuration file, the environment and the command line say together.
struct application_settings {
  server_settings server;
  store::store_settings store;
  customer::builder_settings models;
  customer::history_settings histories;
  std::vector<customer::customer_settings> customers;
  std::map<std::string, richrelevance_settings, std::less<>> richrelevance;  ///< by the id of the customer
  feeds::catalogues catalogues;
  outbound::outbound_settings outbound;
};

}  // namespace footfall::settings
