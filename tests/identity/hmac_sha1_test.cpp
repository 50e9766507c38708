// HMAC-SHA1, by the vectors of RFC 2202 and the example of OAuth Core 1.0.
#include "footfall/identity/hmac_sha1.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

TEST(hmac_sha1, of_the_texts_of_the_standards_is_what_the_standards_say) {
  // effcdf6ae5eb2fa2d27416d5f184df9c259a7c79
  EXPECT_EQ(*identity::hmac_sha1_of("Jefe", "what do ya want for nothing?"), "7/zfauXrL6LSdBbV8YTfnCWafHk=");
  EXPECT_EQ(*identity::hmac_sha1_of(
                "kd94hf93k423kf44&pfkkdhi9sl3r4s00",
                "GET&http%3A%2F%2Fphotos.example.net%2Fphotos&file%3Dvacation.jpg%26oauth_consumer_key%3D"
                "dpf43f3p2l4k3l03%26oauth_nonce%3Dkllo9940pd9333jh%26oauth_signature_method%3DHMAC-SHA1%26"
                "oauth_timestamp%3D1191242096%26oauth_token%3Dnnch734d00sl2jdk%26oauth_version%3D1.0%26"
                "size%3Doriginal"),
            "tR3+Ty81lMeYAr/Fid0kMTYa/WM=");
  EXPECT_EQ(identity::hmac_sha1_of("", "")->size(), 28U);
}

}  // namespace
}  // namespace footfall::test
